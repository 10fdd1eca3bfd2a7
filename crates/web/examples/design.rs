//! Serves the style guide alone, without a city: `cargo run -p lianxin-web --example design [address]`.

use lianxin_web::{assets, pages};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}/design", listener.local_addr()?);
    let policy = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'";
    let policy = tower_http::set_header::SetResponseHeaderLayer::overriding(
        axum::http::header::CONTENT_SECURITY_POLICY,
        axum::http::HeaderValue::from_static(policy),
    );
    let router = pages::design::routes::<()>().merge(pages::look::routes()).merge(assets::routes()).layer(policy);
    axum::serve(listener, router).await
}
