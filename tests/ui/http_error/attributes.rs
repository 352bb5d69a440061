use whippet::prelude::*;

#[derive(HttpError)]
#[http(status = 500)]
enum Faulty {
    NoStatus,
    #[http]
    Bare,
    #[http = 404]
    Assigned,
    #[http(title = "No status")]
    OnlyTitle,
    #[http(status = 200)]
    Success,
    #[http(status = 600)]
    TooHigh,
    #[http(status = "404")]
    Text,
    #[http(status = StatusCode::NOT_FOUND)]
    Constant,
    #[http(status)]
    NoValue,
    #[http(status = 404, code = 7, status = 405)]
    UnknownAndTwice,
    #[http(status = 404)]
    #[http(status = 404, title = 7, detail)]
    TwoAttributes,
    #[http(status = 404 title = "x")]
    NoComma,
}

fn main() {
    let _: Error = Faulty::NoStatus.into();
}
