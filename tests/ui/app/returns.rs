use whippet::prelude::*;

struct Motto;

mod text {
    #[whippet::app]
    fn app() -> String {
        String::new()
    }
}

mod without_state {
    use super::*;

    #[whippet::app]
    fn app() -> App<Motto> {
        App::new()
    }
}

mod takes {
    use super::*;

    #[whippet::app]
    fn app(_: u8) -> Result<App> {
        Ok(App::new())
    }
}

mod later {
    #[whippet::app]
    async fn app() -> Result<String, std::num::ParseIntError> {
        Ok(String::new())
    }
}

fn main() {}
