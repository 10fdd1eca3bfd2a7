//! Fresh PostgreSQL databases for tests.
//!
//! `./dev test` starts one cluster for the whole run and names it in `LIANXIN_TEST_POSTGRES`. Without it a test process starts its own,
//! which ends with the process, however that ends. A machine without PostgreSQL fails the test; it never skips it.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use postgres::{Client, Config, NoTls};

/// A database of its own for one test; dropped with the guard, whoever is still connected.
pub struct TestPostgres {
    url: String,
    admin: String,
    name: String,
}

impl TestPostgres {
    /// Makes an empty database: UTF-8, sorted by code point as SQLite sorts.
    pub fn database() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("t_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let admin = admin_url();
        run(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        let like = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'";
        run(&admin, &format!("CREATE DATABASE {name} {like}"));
        let (server, _) = admin.rsplit_once('/').expect("the admin url ends in /database");
        TestPostgres { url: format!("{server}/{name}"), admin: admin.clone(), name }
    }

    /// Where it is, such as `postgresql://postgres@127.0.0.1:40123/t_1_0`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends every connection to this database, as a restart of the server would; gives how many there were.
    pub fn cut_connections(&self) -> u64 {
        let text =
            format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{}'", self.name);
        on_admin(&self.admin, move |client| client.execute(text.as_str(), &[]))
    }
}

impl Drop for TestPostgres {
    fn drop(&mut self) {
        let text = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if thread::panicking() {
            // A second panic would hide the first; the cluster is thrown away after the run.
            return;
        }
        run(&self.admin, &text);
    }
}

/// A server of its own that encrypts, with a certificate for `localhost` that it signed itself. Ends with the guard.
pub struct TlsPostgres {
    cluster: Cluster,
}

impl TlsPostgres {
    /// Starts it.
    pub fn start() -> Self {
        TlsPostgres { cluster: Cluster::start(true) }
    }

    /// Where it is, by its address; the certificate is for `localhost`.
    pub fn url(&self) -> &str {
        &self.cluster.url
    }

    /// Its certificate, as a PEM file.
    pub fn certificate(&self) -> PathBuf {
        self.cluster.directory.join("server.pem")
    }

    /// Another's certificate, for the same name.
    pub fn other_certificate(&self) -> PathBuf {
        self.cluster.directory.join("other.pem")
    }
}

fn run(admin: &str, text: &str) {
    let text = text.to_owned();
    on_admin(admin, move |client| client.batch_execute(&text));
}

/// On a thread of its own, because the driver brings a runtime that must not stand inside a test's.
fn on_admin<T: Send>(admin: &str, body: impl FnOnce(&mut Client) -> Result<T, postgres::Error> + Send) -> T {
    let config: Config = admin.parse().expect("the admin url is a PostgreSQL url");
    let work = move || {
        let mut client = config.connect(NoTls).expect("the test cluster takes connections");
        body(&mut client).expect("the test cluster does what the tests ask of it")
    };
    thread::scope(|scope| scope.spawn(work).join()).expect("the test cluster answers")
}

fn admin_url() -> String {
    static OWN: OnceLock<Cluster> = OnceLock::new();
    #[expect(
        clippy::disallowed_methods,
        reason = "the run hands its cluster to the test processes through the environment"
    )]
    match std::env::var("LIANXIN_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => url,
        _ => OWN.get_or_init(|| Cluster::start(false)).url.clone(),
    }
}

/// A cluster that ends with this process: a shell holds it, and stops it when its standard input is closed.
struct Cluster {
    url: String,
    directory: PathBuf,
    _child: Child,
    _held: ChildStdin,
}

const SCRIPT: &str = r#"
bin=$1 port=$2 tls=$3
dir=$(mktemp -d /tmp/lianxin-test-postgres.XXXXXX)
ready=
# Whoever was listening may be gone: nothing here may stop at a closed pipe before the directory is removed.
finish() {
    set +e
    trap '' PIPE
    "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1
    [ "$ready" ] || cat "$dir/log"
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP
set -e
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1
settings="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=200"
# Two that are alike; the server shows the first. It knows its name and not its address.
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" -addext 'subjectAltName=DNS:localhost' \
        -addext 'basicConstraints=critical,CA:FALSE' -keyout "$dir/$1.key" -out "$dir/$1.pem" >>"$dir/log" 2>&1
    chmod 600 "$dir/$1.key"
}
if [ "$tls" ]; then
    certificate server
    certificate other
    chmod 755 "$dir"
    settings="$settings -c ssl=on -c ssl_cert_file=$dir/server.pem -c ssl_key_file=$dir/server.key"
fi
"$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -o "$settings" start >/dev/null 2>&1
ready=yes
echo "ready $dir"
read _ || true
"#;

impl Cluster {
    fn start(tls: bool) -> Self {
        let bin = programs();
        // Another process may take the port between its choice and its use.
        let mut last = String::new();
        for _ in 0..5 {
            match Self::try_start(&bin, tls) {
                Ok(cluster) => return cluster,
                Err(log) => last = log,
            }
        }
        panic!("PostgreSQL did not start: {last}");
    }

    fn try_start(bin: &Path, tls: bool) -> Result<Self, String> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port();
        // PostgreSQL refuses to run as root.
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        command.args(["-c", SCRIPT, "sh"]).arg(bin).arg(port.to_string()).arg(if tls { "tls" } else { "" });
        command.current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let held = child.stdin.take().ok_or("no standard input")?;
        let mut said = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut line = String::new();
        said.read_line(&mut line).map_err(|error| error.to_string())?;
        let Some(directory) = line.trim().strip_prefix("ready ").map(PathBuf::from) else {
            said.read_to_string(&mut line).map_err(|error| error.to_string())?;
            return Err(line);
        };
        Ok(Cluster {
            url: format!("postgresql://postgres@127.0.0.1:{port}/postgres"),
            directory,
            _child: child,
            _held: held,
        })
    }
}

/// The newest installed PostgreSQL; Debian keeps its server programs out of the path.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).max();
    let newest = newest.expect("PostgreSQL is needed by the tests: apt-get install postgresql");
    PathBuf::from(format!("/usr/lib/postgresql/{newest}/bin"))
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("the program `id` runs");
    id.stdout.trim_ascii() == b"0"
}
