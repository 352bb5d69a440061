//! Tuples of extractors: several at once, and what is wrong with all of them told together.
//!
//! So are the arguments of a `#[whippet::extractor]` function.
//!
//! 1. They are asked in order, and none after one that refuses the request.
//! 2. One that has to be waited for does not keep the next from being asked; then they are awaited in order.

use super::{
    Extracted, FromRequestParts, Needs,
    gathering::{Gathering, all_of},
};
use crate::{context::Context, description::Description};

/// Nothing, for which nothing has to be read.
impl<S> FromRequestParts<S> for () {
    fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
        Ok(()).into()
    }
}

/// One alone is as if it stood without the tuple.
impl<S, A: FromRequestParts<S>> FromRequestParts<S> for (A,) {
    fn needs(needs: &mut Needs) {
        A::needs(needs);
    }

    fn describe(description: &mut Description) {
        A::describe(description);
    }

    fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
        A::from_request_parts(cx, state).map(|value| (value,))
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[allow(non_snake_case, reason = "bound to its type's name")]
        impl<S, $($name: FromRequestParts<S>),+> FromRequestParts<S> for ($($name,)+) {
            fn needs(needs: &mut Needs) {
                $($name::needs(needs);)+
            }

            fn describe(description: &mut Description) {
                $($name::describe(description);)+
            }

            fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
                let mut gathering = Gathering::default();
                let mut waits = false;
                $(let $name = gathering.ask(|| $name::from_request_parts(cx, state), &mut waits);)+
                if !waits {
                    $(let $name = gathering.take_ready($name);)+
                    return gathering.end(all_of!($($name)+)).into();
                }
                Extracted::later(async move {
                    $(let $name = gathering.wait($name).await;)+
                    gathering.end(all_of!($($name)+))
                })
            }
        }
    };
}

tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
