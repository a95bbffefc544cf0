#include "reports/store/schema.hpp"

namespace weft::reports {

// Rows that come in numbers hold integers alone: names are in a dictionary, times are nanoseconds
// of simulated time. The views say the same with names, seconds and milliseconds.
const char* const run_file_schema = R"sql(
create table meta (key text primary key, value any) strict;
create table scenario (text text not null) strict;
create table given (
    id integer primary key,
    option text not null,
    value text not null
) strict;
create table source (path text primary key, text text not null) strict, without rowid;

create table name (
    kind text not null,
    number integer not null,
    name text not null,
    primary key (kind, number)
) strict, without rowid;
create table flag (
    bit integer primary key,
    name text not null
) strict;
create table edge (
    id integer primary key,
    source integer not null,
    destination integer not null,
    version integer not null
) strict;

create table fingerprint (
    interval integer primary key,
    start_ns integer not null,
    end_ns integer not null,
    hash text not null,
    events integer not null
) strict;
create table series (
    interval integer not null references fingerprint (interval),
    load integer,
    edge integer references edge (id),
    requests integer not null,
    attempts integer not null,
    failed integer not null,
    latency_sum_ns integer not null,
    p50_ns integer not null,
    p90_ns integer not null,
    p99_ns integer not null,
    max_ns integer not null,
    rejected integer not null,
    unanswered integer not null,
    check ((load is null) <> (edge is null))
) strict;
-- All loads together: who draws a long run does not have to read every row of each.
create table total_series (
    interval integer primary key references fingerprint (interval),
    requests integer not null,
    attempts integer not null,
    failed integer not null,
    latency_sum_ns integer not null,
    p50_ns integer not null,
    p90_ns integer not null,
    p99_ns integer not null,
    max_ns integer not null,
    rejected integer not null,
    unanswered integer not null
) strict;
create table pod_series (
    interval integer not null references fingerprint (interval),
    pod integer not null,
    attempts integer not null,
    failed integer not null,
    time_sum_ns integer not null
) strict;
-- The same of 16 intervals together, from this one on.
create table pod_series_16 (
    interval integer not null references fingerprint (interval),
    pod integer not null,
    attempts integer not null,
    failed integer not null,
    time_sum_ns integer not null
) strict;
create table change (
    at_ns integer not null,
    kind text not null,
    source integer,
    cluster integer,
    pod integer,
    step integer,
    value integer not null
) strict;
-- Most changes may say that a limit was reached: whoever wants the others finds them without these,
-- and these as counts.
create index change_of_state on change (at_ns)
where kind not in ('limit_reached', 'ejection_refused');
create table limit_series (
    interval integer not null,
    cluster integer,
    value integer not null,
    count integer not null
) strict;
-- The same of 16 intervals together, in the first of them in which the limit was reached.
create table limit_series_16 (
    interval integer not null,
    cluster integer,
    value integer not null,
    count integer not null
) strict;
create table span (
    load integer not null,
    request integer not null,
    id integer not null,
    parent integer,
    kind integer not null check (kind in (0, 1)),
    service integer not null,
    pod integer,
    attempt integer not null,
    status integer not null,
    flags integer not null,
    started_ns integer not null,
    served_ns integer not null,
    ended_ns integer not null
) strict;
create table decision (
    at_ns integer not null,
    load integer not null,
    request integer not null,
    span integer not null,
    attempt integer not null,
    kind integer not null check (kind in (0, 1, 2)),
    cluster integer not null,
    pod integer not null,
    value real not null
) strict;

create table load_summary (
    load integer primary key,
    requests integer not null,
    succeeded integer not null,
    failed integer not null,
    latency_sum_ns integer not null,
    mean_ns integer not null,
    p50_ns integer not null,
    p90_ns integer not null,
    p99_ns integer not null,
    p999_ns integer not null,
    max_ns integer not null
) strict;
create table edge_summary (
    edge integer primary key references edge (id),
    requests integer not null,
    attempts integer not null,
    failed integer not null,
    latency_sum_ns integer not null,
    mean_ns integer not null,
    p50_ns integer not null,
    p90_ns integer not null,
    p99_ns integer not null,
    p999_ns integer not null,
    max_ns integer not null
) strict;
create table flag_count (
    load integer,
    edge integer references edge (id),
    bit integer not null references flag (bit),
    count integer not null,
    check ((load is null) <> (edge is null))
) strict;
create table status_count (
    load integer,
    edge integer references edge (id),
    status integer not null,
    count integer not null,
    check ((load is null) <> (edge is null))
) strict;
create table histogram (
    load integer,
    edge integer references edge (id),
    lower_ns integer not null,
    upper_ns integer not null,
    count integer not null,
    check ((load is null) <> (edge is null))
) strict;
create table change_count (
    kind text not null,
    cluster integer,
    step integer,
    count integer not null
) strict;
create table workload (
    number integer primary key,
    name text not null,
    namespace text not null,
    app text not null,
    version text not null,
    canonical_service text not null,
    canonical_revision text not null,
    principal text not null,
    host text not null
) strict;
create table service_host (
    service integer primary key,
    host text not null
) strict;
create table mesh_metric (
    id integer primary key,
    reporter integer not null check (reporter in (0, 1)),
    source integer references workload (number),
    workload integer references workload (number),
    service integer,
    status integer not null,
    flags integer not null,
    requests integer not null,
    duration_sum_ns integer not null,
    mutual_tls integer not null default 0 check (mutual_tls in (0, 1))
) strict;
create table mesh_metric_bucket (
    metric integer not null references mesh_metric (id),
    bucket integer not null,
    count integer not null
) strict;
create table expectation (
    id integer primary key,
    text text not null,
    held integer not null check (held in (0, 1)),
    value real,
    unit text not null,
    first_broken_ns integer,
    why text not null default ''
) strict;
create table warning (
    id integer primary key,
    text text not null
) strict;

create view v_run as select
    (select value from meta where key = 'scenario') as scenario,
    (select value from meta where key = 'seed') as seed,
    (select value from meta where key = 'status') as status,
    (select value from meta where key = 'why') as why,
    (select value from meta where key = 'fingerprint') as fingerprint,
    coalesce((select value from meta where key = 'simulated_s'),
             (select max(end_ns) / 1e9 from fingerprint)) as simulated_s,
    (select value from meta where key = 'wall_s') as wall_s,
    coalesce((select value from meta where key = 'events'),
             (select sum(events) from fingerprint)) as events;

create view v_edge as select
    edge.id as edge, source.name as source, destination.name as destination,
    coalesce(version.name, '') as version
from edge
left join name as source on source.kind = 'service' and source.number = edge.source
left join name as destination on destination.kind = 'service' and destination.number = edge.destination
left join name as version on version.kind = 'version' and version.number = edge.version;

create view v_load as select number as load, name from name where kind = 'load';

create view v_loads as select
    v_load.name as load, requests, succeeded, failed,
    1.0 * succeeded / nullif(requests, 0) as success_rate,
    mean_ns / 1e6 as mean_ms, p50_ns / 1e6 as p50_ms, p90_ns / 1e6 as p90_ms,
    p99_ns / 1e6 as p99_ms, p999_ns / 1e6 as p999_ms, max_ns / 1e6 as max_ms
from load_summary join v_load using (load);

create view v_edges as select
    source, destination, version, requests, attempts, failed,
    1.0 * (requests - failed) / nullif(requests, 0) as success_rate,
    mean_ns / 1e6 as mean_ms, p50_ns / 1e6 as p50_ms, p90_ns / 1e6 as p90_ms,
    p99_ns / 1e6 as p99_ms, p999_ns / 1e6 as p999_ms, max_ns / 1e6 as max_ms
from edge_summary join v_edge using (edge);

create view v_flags as select
    v_load.name as load, source, destination, version, flag.name as flag, count
from flag_count join flag using (bit) left join v_load using (load) left join v_edge using (edge);

create view v_statuses as select
    v_load.name as load, source, destination, version, status, count
from status_count left join v_load using (load) left join v_edge using (edge);

create view v_mesh as select
    case reporter when 0 then 'source' else 'destination' end as reporter,
    source.name as source_workload, source.namespace as source_namespace,
    workload.name as destination_workload, workload.namespace as destination_namespace,
    coalesce(service_host.host, workload.host) as destination_service, workload.version as version,
    status,
    coalesce((select group_concat(flag.name) from flag where mesh_metric.flags >> bit & 1), '') as flags,
    requests, duration_sum_ns / 1e6 / requests as mean_ms
from mesh_metric
left join workload as source on source.number = mesh_metric.source
left join workload on workload.number = mesh_metric.workload
left join service_host using (service);

create view v_histogram as select
    v_load.name as load, source, destination, version,
    lower_ns / 1e6 as lower_ms, upper_ns / 1e6 as upper_ms, count
from histogram left join v_load using (load) left join v_edge using (edge);

create view v_series as select
    start_ns / 1e9 as start_s, end_ns / 1e9 as end_s,
    v_load.name as load, source, destination, version, requests, attempts, failed,
    1e9 * requests / (end_ns - start_ns) as per_second,
    latency_sum_ns / 1e6 / requests as mean_ms, p50_ns / 1e6 as p50_ms, p90_ns / 1e6 as p90_ms,
    p99_ns / 1e6 as p99_ms, max_ns / 1e6 as max_ms, rejected, unanswered
from series join fingerprint using (interval)
left join v_load using (load) left join v_edge using (edge);

create view v_pod_series as select
    start_ns / 1e9 as start_s, end_ns / 1e9 as end_s, name as pod, attempts, failed,
    time_sum_ns / 1e6 / attempts as mean_ms
from pod_series join fingerprint using (interval)
join name on kind = 'pod' and number = pod_series.pod;

create view v_changes as select
    at_ns / 1e9 as at_s, change.kind as kind, step.name as step, source.name as source,
    cluster.name as cluster, pod.name as pod, value,
    case change.kind
        when 'limit_reached' then case value when 0 then 'pending' when 1 then 'requests'
                                             when 2 then 'retries'
                                             when 3 then 'connections' when 4 then 'rate'
                                             when 5 then 'concurrency'
                                             when 6 then 'admission'
                                             when 7 then 'shared_rate' end
        when 'pod_started' then (select name from name where name.kind = 'zone'
                                                         and name.number = value - 1)
        when 'host_ejected' then case value when 0 then 'consecutive_5xx'
                                            when 1 then 'consecutive_gateway_errors'
                                            when 2 then 'consecutive_local_origin'
                                            when 3 then 'success_rate'
                                            when 4 then 'failure_percentage'
                                            when 5 then 'local_success_rate'
                                            when 6 then 'local_failure_percentage' end
        when 'handshake_refused' then case value when 0 then 'modes'
                                                 when 1 then 'not_yet_valid'
                                                 when 2 then 'expired'
                                                 when 3 then 'unknown_root'
                                                 when 4 then 'no_certificate'
                                                 when 5 then 'other_identity' end
    end as detail
from change
left join name as step on step.kind = 'step' and step.number = change.step
left join name as source on source.kind = 'pod' and source.number = change.source
left join name as cluster on cluster.kind = 'cluster' and cluster.number = change.cluster
left join name as pod on pod.kind = 'pod' and pod.number = change.pod;

create view v_spans as select
    v_load.name as load, request, id, parent,
    case span.kind when 0 then 'call' else 'work' end as kind,
    service.name as service, pod.name as pod, attempt, status,
    coalesce((select group_concat(flag.name) from flag where span.flags >> bit & 1), '') as flags,
    started_ns / 1e9 as started_s, (served_ns - started_ns) / 1e6 as queued_ms,
    (ended_ns - started_ns) / 1e6 as took_ms
from span join v_load using (load)
left join name as service on service.kind = 'service' and service.number = span.service
left join name as pod on pod.kind = 'pod' and pod.number = span.pod;

create view v_decisions as select
    at_ns / 1e9 as at_s, v_load.name as load, request, span, attempt,
    case decision.kind when 0 then 'considered' when 1 then 'chosen' else 'retried' end as kind,
    cluster.name as cluster, pod.name as pod, value
from decision join v_load using (load)
left join name as cluster on cluster.kind = 'cluster' and cluster.number = decision.cluster
left join name as pod on pod.kind = 'pod' and pod.number = decision.pod;
)sql";

}  // namespace weft::reports
