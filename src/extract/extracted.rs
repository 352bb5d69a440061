//! [`Extracted`]: what an extractor gives, at once or later.

use crate::{error::Result, platform::LocalBoxFuture};

/// What an extractor gives: at once, or once a future is done.
///
/// # Example: at once for most, later for some
/// ```
/// use std::time::Duration;
/// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*, time::sleep};
///
/// struct Patience;
///
/// impl<S> FromRequestParts<S> for Patience {
///     fn from_request_parts(cx: &Context, _state: &S) -> Extracted<Self> {
///         if cx.query() != "slow" {
///             return Ok(Patience).into();
///         }
///         Extracted::later(async {
///             sleep(Duration::from_secs(1)).await;
///             Ok(Patience)
///         })
///     }
/// }
/// # let client = whippet::testing::TestClient::new(App::new().get("/", |_: Patience| "done"));
/// # assert_eq!(client.get("/").send().elapsed(), Duration::ZERO);
/// # assert_eq!(client.get("/?slow").send().elapsed(), Duration::from_secs(1));
/// ```
#[must_use]
pub enum Extracted<T> {
    /// It was there.
    Ready(Result<T>),
    /// It must be waited for.
    Later(LocalBoxFuture<Result<T>>),
}

impl<T> From<Result<T>> for Extracted<T> {
    fn from(result: Result<T>) -> Self {
        Self::Ready(result)
    }
}

impl<T> Extracted<T> {
    /// What a future will give.
    ///
    /// # Example: a user who is looked up
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// struct User(String);
    /// # async fn look_up(token: &str) -> Option<String> { (token == "t7").then(|| "lola".to_owned()) }
    ///
    /// impl<S> FromRequestParts<S> for User {
    ///     const HEADERS: &'static [&'static str] = &["x-token"];
    ///
    ///     fn from_request_parts(cx: &Context, _state: &S) -> Extracted<Self> {
    ///         let cx = cx.clone();
    ///         Extracted::later(async move {
    ///             let name = look_up(&cx.header("x-token").unwrap_or_default()).await;
    ///             name.map(User).ok_or_else(|| Error::new(StatusCode::FORBIDDEN, "nobody has this token"))
    ///         })
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", |user: User| user.0));
    /// # assert_eq!(client.get("/").header("x-token", "t7").send().text(), "lola");
    /// # client.get("/").send().assert_status(403);
    /// ```
    pub fn later(future: impl Future<Output = Result<T>> + 'static) -> Self {
        Self::Later(Box::pin(future))
    }

    /// What is made of the value, once it is there.
    ///
    /// # Example: an extractor on top of another
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// #[derive(Deserialize)]
    /// struct Page { page: u32 }
    ///
    /// struct Offset(u32);
    ///
    /// impl<S> FromRequestParts<S> for Offset {
    ///     fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
    ///         Query::<Page>::from_request_parts(cx, state).map(|Query(Page { page })| Offset(page * 20))
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/", |Offset(offset): Offset| offset.to_string()));
    /// # assert_eq!(client.get("/?page=3").send().text(), "60");
    /// ```
    pub fn map<U>(self, change: impl FnOnce(T) -> U + 'static) -> Extracted<U>
    where
        T: 'static,
    {
        self.result(|result| result.map(change))
    }

    /// What is made of the value or of the refusal, once either is there.
    ///
    /// # Example: a refusal in other words
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// struct Day(u8);
    ///
    /// impl<S> FromRequestParts<S> for Day {
    ///     fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
    ///         Path::<u8>::from_request_parts(cx, state).result(|day| match day {
    ///             Ok(Path(day)) if (1..=31).contains(&day) => Ok(Day(day)),
    ///             _ => Err(Error::not_found("no such day")),
    ///         })
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/{day}", |Day(day): Day| day.to_string()));
    /// # client.get("/32").send().assert_status(404);
    /// # assert_eq!(client.get("/7").send().text(), "7");
    /// ```
    pub fn result<U>(self, change: impl FnOnce(Result<T>) -> Result<U> + 'static) -> Extracted<U>
    where
        T: 'static,
    {
        match self {
            Self::Ready(result) => Extracted::Ready(change(result)),
            Self::Later(future) => Extracted::later(async move { change(future.await) }),
        }
    }

    /// Goes on with something else that may have to be waited for.
    ///
    /// # Example: a look-up by what another extractor gives
    /// ```
    /// use std::time::Duration;
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*, time::sleep};
    ///
    /// struct Dog(String);
    ///
    /// impl<S> FromRequestParts<S> for Dog {
    ///     fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
    ///         Path::<u32>::from_request_parts(cx, state).and_then(|Path(id)| Extracted::later(async move {
    ///             sleep(Duration::from_millis(5)).await;
    ///             Ok(Dog(format!("dog {id}")))
    ///         }))
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/{id}", |Dog(name): Dog| name));
    /// # assert_eq!(client.get("/7").send().text(), "dog 7");
    /// ```
    pub fn and_then<U: 'static>(self, next: impl FnOnce(T) -> Extracted<U> + 'static) -> Extracted<U>
    where
        T: 'static,
    {
        match self {
            Self::Ready(Ok(value)) => next(value),
            Self::Ready(Err(error)) => Err(error).into(),
            Self::Later(future) => Extracted::later(async move { next(future.await?).wait().await }),
        }
    }

    /// Waits for the value, or the refusal.
    ///
    /// # Example: an extractor that asks another within its own future
    /// ```
    /// use whippet::{extract::{Extracted, FromRequestParts}, prelude::*};
    ///
    /// struct Shouted(String);
    ///
    /// impl<S> FromRequestParts<S> for Shouted {
    ///     fn from_request_parts(cx: &Context, state: &S) -> Extracted<Self> {
    ///         let name = Path::<String>::from_request_parts(cx, state);
    ///         Extracted::later(async { Ok(Shouted(name.wait().await?.0.to_uppercase())) })
    ///     }
    /// }
    /// # let client = whippet::testing::TestClient::new(App::new().get("/{name}", |Shouted(name): Shouted| name));
    /// # client.get("/lola").send().assert_text("LOLA");
    /// ```
    pub async fn wait(self) -> Result<T> {
        match self {
            Self::Ready(result) => result,
            Self::Later(future) => future.await,
        }
    }
}
