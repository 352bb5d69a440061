//! [`Description`]: what handlers take and answer, as their types tell it.
//!
//! The traits of extractors and answers have a method that tells it, and [`Handler`](crate::Handler) asks all of its own. Nothing that
//! answers a request calls it, so that a module which makes no document of itself carries none of it.

/// What a handler takes and answers, in the words of its extractors and its answer.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Description {
    parts: Vec<String>,
}

impl Description {
    /// Adds a part.
    #[doc(hidden)]
    pub fn add(&mut self, part: impl Into<String>) {
        self.parts.push(part.into());
    }

    /// All parts, in the order in which they were told.
    #[doc(hidden)]
    pub fn parts(&self) -> &[String] {
        &self.parts
    }
}

#[cfg(test)]
mod tests {
    use super::Description;
    use crate::{
        Context, Handler,
        extract::{Extracted, FromRequestParts},
        response::{IntoResponse, Response},
    };

    struct Input;

    impl<S> FromRequestParts<S> for Input {
        fn from_request_parts(_: &Context, _: &S) -> Extracted<Self> {
            Ok(Self).into()
        }

        fn describe(description: &mut Description) {
            description.add("an input");
        }
    }

    struct Answer;

    impl IntoResponse for Answer {
        fn into_response(self) -> Response {
            Response::default()
        }

        fn describe(description: &mut Description) {
            description.add("an answer");
        }
    }

    fn parts<M, H: Handler<M, ()>>(_: H) -> Vec<String> {
        let mut description = Description::default();
        H::describe(&mut description);
        description.parts().to_vec()
    }

    #[test]
    fn a_handler_tells_what_its_arguments_and_its_answer_tell() {
        assert_eq!(parts(|_: Input, _: Option<Input>| Answer), ["an input", "an input", "an answer"]);
        assert_eq!(parts(async |_: (Input,)| Ok::<_, crate::Error>(Answer)), ["an input", "an answer"]);
        assert_eq!(parts(|| ""), [""; 0]);
    }
}
