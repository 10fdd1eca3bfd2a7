//! Values as PostgreSQL sends and takes them. The server infers each parameter's type; a value fits itself to it or refuses.

use std::error::Error;

use bytes::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use crate::row::Cell;
use crate::value::Value;

type Boxed = Box<dyn Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Boxed> {
        match (self, ty) {
            (Value::Null, _) => return Ok(IsNull::Yes),
            (Value::Text(text), &(Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::UNKNOWN | Type::NAME)) => {
                out.extend_from_slice(text.as_bytes());
            }
            (Value::Int(number), &Type::INT8) => out.extend_from_slice(&number.to_be_bytes()),
            (Value::Int(number), &Type::INT4) => out.extend_from_slice(&i32::try_from(*number)?.to_be_bytes()),
            (Value::Int(number), &Type::INT2) => out.extend_from_slice(&i16::try_from(*number)?.to_be_bytes()),
            #[expect(clippy::cast_precision_loss, reason = "the column is a measure")]
            (Value::Int(number), &Type::FLOAT8) => out.extend_from_slice(&(*number as f64).to_be_bytes()),
            (Value::Real(number), &Type::FLOAT8) => out.extend_from_slice(&number.to_be_bytes()),
            (Value::Bool(yes), &Type::BOOL) => out.extend_from_slice(&[(*yes).into()]),
            (Value::Uuid(id), &Type::UUID) => out.extend_from_slice(id.as_bytes()),
            (value, ty) => return Err(format!("PostgreSQL takes {ty} here, {value:?} was given").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// What stands in a column, or what was found instead of a type both engines have.
pub(crate) fn cell(row: &postgres::Row, index: usize) -> Result<Cell<'_>, String> {
    row.try_get::<_, Raw<'_>>(index).map(|raw| raw.0).map_err(|error| error.to_string())
}

struct Raw<'a>(Cell<'a>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Boxed> {
        let cell = match *ty {
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::UNKNOWN | Type::NAME => {
                Cell::Text(std::str::from_utf8(raw)?)
            }
            Type::INT8 => Cell::Int(i64::from_be_bytes(raw.try_into()?)),
            Type::INT4 => Cell::Int(i32::from_be_bytes(raw.try_into()?).into()),
            Type::INT2 => Cell::Int(i16::from_be_bytes(raw.try_into()?).into()),
            Type::FLOAT8 => Cell::Real(f64::from_be_bytes(raw.try_into()?)),
            Type::BOOL => Cell::Bool(raw == [1]),
            Type::UUID => Cell::Uuid(Uuid::from_slice(raw)?),
            Type::NUMERIC => numeric(raw).ok_or("a number beyond 64 bits")?,
            ref other => return Err(format!("of type {other}").into()),
        };
        Ok(Raw(cell))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Boxed> {
        Ok(Raw(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// PostgreSQL gives `sum(BIGINT)` and `avg(BIGINT)` as NUMERIC where SQLite gives a whole number and a real. Whole ones are counts
/// here, others measures. The wire: digits, weight, sign, scale as 16-bit words, then the digits to the base of 10,000.
fn numeric(raw: &[u8]) -> Option<Cell<'static>> {
    let words: Vec<i16> = raw.chunks_exact(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]])).collect();
    let [_, weight, sign, scale, digits @ ..] = words.as_slice() else { return None };
    let negative = match sign.cast_unsigned() {
        0x0000 => false,
        0x4000 => true,
        _ => return None,
    };
    if *scale == 0 {
        let places = usize::try_from(i32::from(*weight) + 1).ok()?;
        let whole = (0..places).try_fold(0_i64, |sum, place| {
            let digit = i64::from(digits.get(place).copied().unwrap_or(0));
            sum.checked_mul(10_000)?.checked_sub(digit)
        })?;
        // Summed downwards, because the lowest number has no positive counterpart.
        return Some(Cell::Int(if negative { whole } else { whole.checked_neg()? }));
    }
    let size = digits
        .iter()
        .zip(0_i32..)
        .fold(0.0, |sum, (digit, place)| sum + f64::from(*digit) * 10_000_f64.powi(i32::from(*weight) - place));
    Some(Cell::Real(if negative { -size } else { size }))
}
