//! `#[http(…)]`: what a variant says of its answer.

use syn::{
    Attribute, Expr, ExprLit, Ident, Lit, LitInt, LitStr, Meta, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::faults::Faults;

/// What a variant says of its answer.
#[derive(Default)]
pub(super) struct Http {
    /// The first attribute: where all of it stands.
    pub(super) place: Option<Attribute>,
    pub(super) status: Option<u16>,
    pub(super) title: Option<LitStr>,
    pub(super) type_uri: Option<LitStr>,
    pub(super) detail: Option<LitStr>,
    pub(super) transparent: Option<Ident>,
    /// The keys so far, each once.
    keys: Vec<Ident>,
    /// Whether an attribute could not be read, so that nobody knows what it says.
    is_broken: bool,
}

const KEYS: &str = "`status`, `title`, `detail`, `type` and `transparent`";

impl Http {
    /// Reads all of the attributes that are `#[http(…)]`.
    pub(super) fn read(attributes: &[Attribute], faults: &mut Faults) -> Self {
        let mut http = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("http")) {
            http.place.get_or_insert_with(|| attribute.clone());
            let Meta::List(list) = &attribute.meta else {
                faults.add(attribute, "write the status into it: #[http(status = 404)]");
                http.is_broken = true;
                continue;
            };
            let parser = |input: ParseStream<'_>| {
                while !input.is_empty() {
                    http.read_one(input, faults)?;
                    if !input.is_empty() {
                        input.parse::<Token![,]>()?;
                    }
                }
                Ok(())
            };
            if let Err(error) = parser.parse2(list.tokens.clone()) {
                faults.combine(error);
                http.is_broken = true;
            }
        }
        http.refuse_mixtures(faults);
        http
    }

    /// Whether a status is said, or tried to be.
    pub(super) fn has_status(&self) -> bool {
        self.is_broken || self.transparent.is_some() || self.keys.iter().any(|key| key == "status")
    }

    fn read_one(&mut self, input: ParseStream<'_>, faults: &mut Faults) -> syn::Result<()> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse::<Expr>()?)
        } else {
            None
        };
        if self.keys.contains(&key) {
            faults.add(&key, format!("`{key}` stands here twice"));
            return Ok(());
        }
        match (key.to_string().as_str(), value) {
            ("transparent", value) => {
                self.transparent = Some(key.clone());
                if let Some(value) = value {
                    faults.add(value, "`transparent` takes no value");
                }
            }
            ("status", Some(value)) => self.status = status(&value, faults),
            ("title", Some(value)) => self.title = text(&key, &value, faults),
            ("detail", Some(value)) => self.detail = text(&key, &value, faults),
            ("type", Some(value)) => self.type_uri = text(&key, &value, faults),
            ("status", None) => faults.add(&key, "`status` needs a value: `status = 404`"),
            ("title" | "detail" | "type", None) => faults.add(&key, format!("`{key}` needs a value: `{key} = \"…\"`")),
            _ => faults.add(&key, format!("`{key}` is not known here; there are {KEYS}")),
        }
        self.keys.push(key);
        Ok(())
    }

    fn refuse_mixtures(&self, faults: &mut Faults) {
        if self.transparent.is_none() {
            return;
        }
        for key in self.keys.iter().filter(|key| ["status", "title", "detail", "type"].iter().any(|name| *key == name))
        {
            faults.add(key, format!("`{key}` has no place beside `transparent`: the answer is that of the field"));
        }
    }
}

fn status(value: &Expr, faults: &mut Faults) -> Option<u16> {
    let Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) = value else {
        faults.add(value, "the status is a number from 400 to 599, such as `status = 404`");
        return None;
    };
    let code = in_range(number);
    if code.is_none() {
        faults.add(number, format!("{number} is not the status of an error: those are 400 to 599"));
    }
    code
}

fn in_range(number: &LitInt) -> Option<u16> {
    number.base10_parse().ok().filter(|code| (400..600).contains(code))
}

fn text(key: &Ident, value: &Expr, faults: &mut Faults) -> Option<LitStr> {
    if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = value {
        return Some(text.clone());
    }
    faults.add(value, format!("`{key}` is a string literal: `{key} = \"…\"`"));
    None
}
