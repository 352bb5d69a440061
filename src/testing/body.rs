//! [`TestBody`]: the body of a request to a test client, as it comes in.

use std::{
    collections::VecDeque,
    mem,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;

use super::woken::Woken;
use crate::{
    error::Result,
    inbox::{body_too_large, unreadable_body},
    platform::LocalBoxFuture,
    time::sleep,
};

/// The body of a request.
#[derive(Default)]
pub(super) struct TestBody {
    chunks: VecDeque<Bytes>,
    /// Time that passes before each chunk.
    pub(super) pause: Duration,
    /// Whether it breaks off after its chunks.
    pub(super) is_broken: bool,
}

impl TestBody {
    /// Chunks without bytes are none: no platform has such.
    pub(super) fn of(chunks: impl Iterator<Item = Bytes>) -> Self {
        Self { chunks: chunks.filter(|chunk| !chunk.is_empty()).collect(), ..Self::default() }
    }

    /// Reads all of it.
    pub(super) fn whole(&mut self, max_bytes: usize) -> Arriving {
        let Self { chunks, pause, is_broken } = mem::take(self);
        Arriving::new(async move {
            let mut body = Vec::new();
            for chunk in chunks {
                pass(pause).await;
                body.extend_from_slice(&chunk);
                if body.len() > max_bytes {
                    return Err(body_too_large(max_bytes));
                }
            }
            if is_broken { Err(unreadable_body()) } else { Ok(body.into()) }
        })
    }

    /// Reads the next chunk; without bytes where it is over.
    pub(super) fn chunk(&mut self) -> Arriving {
        let (pause, chunk) = (self.pause, self.chunks.pop_front());
        let is_broken = self.is_broken;
        Arriving::new(async move {
            match chunk {
                Some(chunk) => {
                    pass(pause).await;
                    Ok(chunk)
                }
                None if is_broken => Err(unreadable_body()),
                None => Ok(Bytes::new()),
            }
        })
    }
}

async fn pass(pause: Duration) {
    if !pause.is_zero() {
        sleep(pause).await;
    }
}

/// Something of a body on its way.
pub(super) struct Arriving {
    read: LocalBoxFuture<Result<Bytes>>,
    woken: Arc<Woken>,
}

impl Arriving {
    fn new(read: impl Future<Output = Result<Bytes>> + 'static) -> Self {
        Self { read: Box::pin(read), woken: Woken::already() }
    }

    /// What has arrived.
    pub(super) fn poll(&mut self) -> Option<Result<Bytes>> {
        if !self.woken.take() {
            return None;
        }
        let waker = Waker::from(Arc::clone(&self.woken));
        match self.read.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(body) => Some(body),
            Poll::Pending => None,
        }
    }
}
