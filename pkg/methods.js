export function methods(t){const{fetch:T}=t;return{GET:T,HEAD:T,OPTIONS:T,POST:T,PUT:T,PATCH:T,DELETE:T}}
