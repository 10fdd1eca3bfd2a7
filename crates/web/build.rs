//! Stops the build with a clear word when the console has not been built: its files are embedded in this crate.

fn main() {
    let manifest = "../../console/dist/manifest.json";
    println!("cargo::rerun-if-changed={manifest}");
    if !std::path::Path::new(manifest).exists() {
        println!(
            "cargo::error=console/dist is missing; build it with `npm ci && npm run build` in console/ (./dev does it)"
        );
    }
}
