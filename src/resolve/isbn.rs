//! ISBN (ISO 2108): the number of a book, old or new, and its check digit.

use std::str::FromStr;

/// An ISBN as its thirteen digits; one of ten becomes the one of thirteen that names the same book.
///
/// ```
/// use keben::resolve::Isbn;
/// let isbn: Isbn = "7-02-000220-X".parse().unwrap();
/// assert_eq!(isbn.digits, [9, 7, 8, 7, 0, 2, 0, 0, 0, 2, 2, 0, 7]);
/// let wrong = "978-7-02-000220-1".parse::<Isbn>().unwrap_err();
/// assert_eq!(wrong, "the last digit should be 7, or another one is wrong");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Isbn {
    /// Its digits, the check digit last.
    pub digits: [u8; 13],
}

impl FromStr for Isbn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let signs: Vec<char> = text.trim().chars().filter(|c| !matches!(c, '-' | ' ' | '‐' | '‑' | '–')).collect();
        let value = |(at, c): (usize, &char)| match c {
            'X' | 'x' if at == 9 && signs.len() == 10 => Ok(10),
            _ => c.to_digit(10).map(|digit| digit as u8).ok_or_else(|| format!("`{c}` is not a digit of one")),
        };
        let values: Vec<u8> = signs.iter().enumerate().map(value).collect::<Result<_, _>>()?;
        let told = |right: u8, said: u8, written: String| {
            let wrong = || format!("the last digit should be {written}, or another one is wrong");
            if right == said { Ok(()) } else { Err(wrong()) }
        };
        match *values {
            [a, b, c, d, e, f, g, h, i, said] => {
                let right = check_of_ten(&values[..9]);
                told(right, said, if right == 10 { "X".into() } else { right.to_string() })?;
                let twelve = [9, 7, 8, a, b, c, d, e, f, g, h, i];
                Ok(Self { digits: [9, 7, 8, a, b, c, d, e, f, g, h, i, check(&twelve)] })
            }
            [9, 7, 8 | 9, .., said] if values.len() == 13 => {
                let right = check(&values[..12]);
                told(right, said, right.to_string())?;
                let mut digits = [0; 13];
                digits.copy_from_slice(&values);
                Ok(Self { digits })
            }
            _ if values.len() == 13 => Err("it begins with neither 978 nor 979".into()),
            _ => Err(format!("it has {} digits, not 13 or 10", values.len())),
        }
    }
}

/// The last digit of the twelve before it: they count by 1 and 3 in turn, modulo 10.
fn check(digits: &[u8]) -> u8 {
    let sum: u8 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}

/// The last digit of the nine before it, 10 for X: they count by 10 to 2, modulo 11.
fn check_of_ten(digits: &[u8]) -> u8 {
    let sum: u16 = digits.iter().zip((2..=10).rev()).map(|(&digit, weight)| u16::from(digit) * weight).sum();
    ((11 - sum % 11) % 11) as u8
}
