//! [`Slots`]: things with small numbers, which are used again once they are free.

/// Things with small numbers, which are used again once they are free.
pub(super) struct Slots<T> {
    slots: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Slots<T> {
    pub(super) const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }

    /// Puts a thing into a free slot, and gives its number.
    #[allow(clippy::cast_possible_truncation, reason = "a memory of 4 GiB does not hold as many slots")]
    pub(super) fn insert(&mut self, thing: T) -> u32 {
        match self.free.pop() {
            Some(number) => {
                self.slots[number as usize] = Some(thing);
                number
            }
            None => {
                self.slots.push(Some(thing));
                (self.slots.len() - 1) as u32
            }
        }
    }

    /// Takes a thing out and frees its slot.
    pub(super) fn remove(&mut self, number: u32) -> Option<T> {
        let thing = self.slots.get_mut(number as usize)?.take()?;
        self.free.push(number);
        Some(thing)
    }
}
