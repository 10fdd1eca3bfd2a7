//! Memory and processor time of this process, from the kernel, for `/metrics`.

/// Bytes of a page, as on every Linux that this program is built for.
const PAGE_BYTES: u64 = 4_096;
/// Ticks of a second in `/proc`: fixed by the kernel's interface.
const TICKS_PER_SECOND: u64 = 100;

/// What the process uses.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Process {
    /// Memory in use, in bytes.
    pub resident_bytes: u64,
    /// Processor time used so far, in milliseconds.
    pub cpu_ms: u64,
    /// Threads.
    pub threads: u64,
}

impl Process {
    /// `None` where there is no `/proc`.
    pub(crate) fn read() -> Option<Process> {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
        Self::parse(&stat, &statm)
    }

    fn parse(stat: &str, statm: &str) -> Option<Process> {
        // The name stands in parentheses and may itself hold blanks and parentheses; the rest is counted from behind it.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
        let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
        let ticks = number(11)? + number(12)?;
        Some(Process {
            resident_bytes: pages * PAGE_BYTES,
            cpu_ms: ticks * 1_000 / TICKS_PER_SECOND,
            threads: number(17)?,
        })
    }
}

/// The lines for Prometheus; none where there is nothing to read.
pub(crate) fn lines() -> String {
    let Some(process) = Process::read() else { return String::new() };
    let Process { resident_bytes, cpu_ms, threads } = process;
    format!(
        "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {resident_bytes}\n\
         # TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total {}.{:03}\n\
         # TYPE process_threads gauge\nprocess_threads {threads}\n",
        cpu_ms / 1_000,
        cpu_ms % 1_000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_and_parentheses_does_not_shift_the_fields() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 100 0 0 0 150 50 0 0 20 0 12 0 1000 0 300";
        let process = Process::parse(stat, "1000 300 20 1 0 90 0").unwrap();
        assert_eq!(process, Process { resident_bytes: 1_228_800, cpu_ms: 2_000, threads: 12 });
    }

    #[test]
    fn this_process_uses_memory() {
        assert!(Process::read().unwrap().resident_bytes > 100_000);
        assert!(lines().contains("process_cpu_seconds_total "));
    }
}
