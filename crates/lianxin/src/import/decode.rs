//! In which letters a file is written: UTF-8 or GB18030 (which includes GBK and GB2312).

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};
use encoding_rs::{Decoder, GB18030};

/// Bytes of one read.
const CHUNK_BYTES: usize = 64 * 1024;
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// In which letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// 国标
    Gb18030,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030 (GBK)",
        })
    }
}

/// Reads the whole file once and tells; a file that is neither is refused with the place of the first odd byte.
pub(crate) fn detect(path: &Path) -> Result<Encoding> {
    if first_odd_utf8(open(path)?)?.is_none() {
        return Ok(Encoding::Utf8);
    }
    match first_odd_gb18030(open(path)?)? {
        None => Ok(Encoding::Gb18030),
        Some(near) => {
            bail!("{} is neither UTF-8 nor GB18030 (near byte {near}); save it again as UTF-8", path.display())
        }
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).with_context(|| format!("{} cannot be opened", path.display()))
}

fn first_odd_utf8(mut file: impl Read) -> io::Result<Option<u64>> {
    let (mut chunk, mut kept, mut before) = (vec![0; CHUNK_BYTES], 0, 0_u64);
    loop {
        let read = file.read(&mut chunk[kept..])?;
        let filled = kept + read;
        match std::str::from_utf8(&chunk[..filled]) {
            Ok(_) => kept = 0,
            // A character that is cut by the end of the chunk goes on in the next one.
            Err(error) if error.error_len().is_none() && read > 0 => {
                let good = error.valid_up_to();
                chunk.copy_within(good..filled, 0);
                kept = filled - good;
            }
            Err(error) => return Ok(Some(before + error.valid_up_to() as u64)),
        }
        if read == 0 {
            return Ok(None);
        }
        before += (filled - kept) as u64;
    }
}

fn first_odd_gb18030(mut file: impl Read) -> io::Result<Option<u64>> {
    let (mut decoder, mut chunk, mut text) =
        (GB18030.new_decoder_without_bom_handling(), vec![0; CHUNK_BYTES], String::new());
    let mut before = 0_u64;
    loop {
        let read = file.read(&mut chunk)?;
        text.clear();
        text.reserve(decoder.max_utf8_buffer_length(read).unwrap_or(read * 4));
        let (_, _, odd) = decoder.decode_to_string(&chunk[..read], &mut text, read == 0);
        if odd {
            return Ok(Some(before));
        }
        if read == 0 {
            return Ok(None);
        }
        before += read as u64;
    }
}

/// The text of a file, as UTF-8 without a byte order mark.
pub(crate) fn text(path: &Path, encoding: Encoding) -> Result<Box<dyn Read + Send>> {
    let mut file = BufReader::with_capacity(CHUNK_BYTES, open(path)?);
    match encoding {
        Encoding::Utf8 => {
            let mut first = Vec::with_capacity(BOM.len());
            Read::by_ref(&mut file).take(BOM.len() as u64).read_to_end(&mut first)?;
            if first == BOM {
                first.clear();
            }
            Ok(Box::new(io::Cursor::new(first).chain(file)))
        }
        Encoding::Gb18030 => {
            let decoder = GB18030.new_decoder_without_bom_handling();
            Ok(Box::new(Decoding { file, decoder, text: String::new(), given: 0, ended: false }))
        }
    }
}

/// Decodes while it reads, a chunk at a time: whoever reads may ask for less than one character.
struct Decoding<R> {
    file: R,
    decoder: Decoder,
    text: String,
    given: usize,
    ended: bool,
}

impl<R: io::BufRead> Decoding<R> {
    fn decode_chunk(&mut self) -> io::Result<()> {
        let bytes = self.file.fill_buf()?;
        self.text.clear();
        self.given = 0;
        self.text.reserve(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 4));
        let last = bytes.is_empty();
        let (_, read, _) = self.decoder.decode_to_string(bytes, &mut self.text, last);
        self.file.consume(read);
        self.ended = last;
        Ok(())
    }
}

impl<R: io::BufRead> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.decode_chunk()?;
        }
        let left = &self.text.as_bytes()[self.given..];
        let count = left.len().min(into.len());
        into[..count].copy_from_slice(&left[..count]);
        self.given += count;
        Ok(count)
    }
}
