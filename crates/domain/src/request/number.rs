//! The number that the citizen knows: `TJ220405-00187`. The last digit is a check digit, so that a number
//! read over the phone and written down wrong is noticed at once.

use jiff::civil::Date;

/// `TJ` + date + serial of the day + check digit, such as `TJ220405-001876`.
pub fn number_of(city: &str, day: Date, serial: u32) -> String {
    let date = format!("{:02}{:02}{:02}", day.year().rem_euclid(100), day.month(), day.day());
    let serial = format!("{serial:05}");
    let check = luhn(date.bytes().chain(serial.bytes()));
    format!("{city}{date}-{serial}{check}")
}

/// Brings what somebody typed (spaces, full-width digits, lower case, no hyphen) into the form of a number.
/// `None` if it is not one or the check digit is wrong.
pub fn parse_number(city: &str, typed: &str) -> Option<String> {
    let plain: String = typed
        .chars()
        .map(|c| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_uppercase();
    let digits = plain.strip_prefix(city)?;
    if digits.len() < 12 || digits.len() > 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (body, check) = digits.split_at(digits.len() - 1);
    (luhn(body.bytes()).to_string() == check).then(|| format!("{city}{}-{}", &digits[..6], &digits[6..]))
}

fn luhn(digits: impl DoubleEndedIterator<Item = u8>) -> u32 {
    let sum: u32 = digits
        .rev()
        .enumerate()
        .map(|(i, byte)| {
            let digit = u32::from(byte - b'0');
            if i % 2 == 0 { if digit > 4 { digit * 2 - 9 } else { digit * 2 } } else { digit }
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_number_survives_being_read_aloud() {
        let number = number_of("TJ", date(2022, 4, 5), 187);
        assert_eq!(number, "TJ220405-001870");
        assert_eq!(parse_number("TJ", " tj 220405 ００187０ ").as_deref(), Some(number.as_str()));
        assert_eq!(parse_number("TJ", "TJ220405-001780"), None, "swapped digits are noticed");
        assert_eq!(parse_number("TJ", "CQ220405-001870"), None);
        assert_eq!(parse_number("TJ", ""), None);
    }
}
