//! Prints log lines in the form of the FraiseQL 2 server with `FRAISEQL_LOG_FORMAT=json`, which is
//! that of `tracing_subscriber`'s JSON layer with its defaults. The events are those of a request:
//! spans, names and fields as the server has them. Only the time is fixed, so that two runs print
//! the same lines.

use std::fmt;

use tracing::{error, info, info_span, warn};
use tracing_subscriber::fmt::{format::Writer, time::FormatTime};
use tracing_subscriber::{layer::SubscriberExt, util::SubscriberInitExt, EnvFilter};

/// One moment, written as the server's own clock writes its time: UTC with microseconds.
struct OneMoment;

impl FormatTime for OneMoment {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        writer.write_str("2026-01-10T12:00:00.654321Z")
    }
}

const TRACE_ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn main() {
    let json = tracing_subscriber::fmt::layer()
        .json()
        .with_timer(OneMoment);
    let levels =
        EnvFilter::new("fraiseql_server=debug,fraiseql_core=debug,tower_http=info,shop=info");
    tracing_subscriber::registry()
        .with(levels)
        .with(json)
        .init();

    info!(target: "fraiseql_server", "FraiseQL Server v{}", "2.15.0");
    request();
    // What an application adds: the server writes no trace id of its own.
    info!(
        target: "shop::resolvers",
        trace_id = TRACE_ID,
        span_id = "00f067aa0ba902b7",
        tenant_id = "tenant_9",
        fingerprint = "slow_resolver",
        exception_type = "Slow",
        "resolved"
    );
}

/// A query that is slow and fails, inside the spans of the HTTP layer and of the handler.
fn request() {
    let http = info_span!(
        target: "tower_http::trace::make_span", "request",
        method = "POST", uri = "/graphql", version = "HTTP/1.1"
    );
    let _http = http.enter();
    let handler = info_span!(
        target: "fraiseql_server::routes::graphql::handler", "execute_graphql_request",
        operation_name = "createPost"
    );
    let handling = handler.enter();
    let name = Some("createPost");
    warn!(
        target: "fraiseql_core::runtime::sql_logger",
        query_id = "q-17", operation = "INSERT", duration_us = 1_500_250, threshold_us = 250_000,
        "Slow SQL query detected"
    );
    error!(
        target: "fraiseql_server::routes::graphql::handler",
        error = "Database error: connection refused", elapsed_ms = 1502, operation_name = ?name,
        "Query execution failed"
    );
    drop(handling);
    info!(
        target: "tower_http::trace::on_response",
        latency = "1503 ms", status = 200,
        "finished processing request"
    );
}
