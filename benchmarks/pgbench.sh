#!/usr/bin/env bash
# What this machine's PostgreSQL makes of its own benchmark, pgbench -N, at 16 clients: on a cluster of its own with the settings that
# `compare` measures on, removed at the end. Needs the server's programs (on Debian, the package postgresql); as root, it runs them as postgres.
set -euo pipefail

bin=
for directory in ${PATH//:/ } $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    if [ -x "$directory/initdb" ]; then
        bin=$(dirname "$(readlink -f "$directory/initdb")")
        break
    fi
done
if [ ! -x "$bin/pgbench" ]; then
    echo "There is no PostgreSQL server with pgbench here; on Debian, install the package postgresql." >&2
    exit 1
fi

# The server refuses to run as root.
as=()
home=$(mktemp -d "${TMPDIR:-/tmp}/walletkit-pgbench-XXXXXX")
if [ "$(id -u)" = 0 ]; then
    as=(runuser -u postgres --)
    chown postgres "$home"
fi

run() { (cd "$home" && "${as[@]}" "$bin/$@"); }

clean_up() {
    run pg_ctl stop --mode immediate --pgdata "$home/data" > /dev/null 2>&1 || true
    rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

run initdb --pgdata "$home/data" --username walletkit --auth trust --encoding UTF8 --locale C --no-sync > /dev/null
run pg_ctl start --wait --pgdata "$home/data" --log "$home/log" --options \
    "-c listen_addresses= -c unix_socket_directories=$home -c max_connections=400 -c shared_buffers=128MB -c fsync=on -c synchronous_commit=on -c full_page_writes=on" > /dev/null
run pgbench -h "$home" -U walletkit -i -q -s 10 postgres 2> /dev/null
run pgbench -h "$home" -U walletkit -N -c 16 -j 2 -T "${1:-10}" -M prepared postgres | grep '^tps'
