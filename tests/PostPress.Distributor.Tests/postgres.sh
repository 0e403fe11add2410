#!/usr/bin/env bash
# A PostgreSQL of its own in a folder, reached by a socket there: no port, nothing outside of the folder.
#   postgres.sh start <folder>    creates it if it isn't there, and starts it
#   postgres.sh crash <folder>    ends it at once, as a crash would
#   postgres.sh stop  <folder>
#   postgres.sh dump  <folder>    writes everything that is in it to stdout
set -euo pipefail

action=$1
folder=$2

# Debian keeps its programs out of the path.
find_bin() { find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1 || true; }

bin=$(find_bin)
if [ -z "$bin" ] && command -v initdb >/dev/null; then
  bin=$(dirname "$(readlink -f "$(command -v initdb)")")
fi

if [ -z "$bin" ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "PostgreSQL is missing, and can't be installed here: that takes root and apt-get. Install it yourself, such as by: apt-get install postgresql" >&2
    exit 1
  fi

  echo "Installing PostgreSQL" >&2
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql; } >/tmp/apt-postgresql.log 2>&1; then
    tail -5 /tmp/apt-postgresql.log >&2
    echo "PostgreSQL can't be installed: apt-get failed, see above." >&2
    exit 1
  fi

  bin=$(find_bin)
fi

# PostgreSQL refuses to run as root.
run() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@")
  else
    "$@"
  fi
}

case $action in
  start)
    if [ ! -d "$folder/data" ]; then
      mkdir -p "$folder"
      if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
      run "$bin/initdb" --no-sync --auth=trust --username=postgres -D "$folder/data" >/dev/null
    fi
    run "$bin/pg_ctl" -D "$folder/data" -l "$folder/postgres.log" -w -t 60 start >/dev/null \
      -o "-k $folder -c listen_addresses='' -c max_connections=400"
    ;;
  crash) run "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null ;;
  stop) run "$bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null ;;
  dump) run "$bin/pg_dump" -h "$folder" -U postgres postgres ;;
  *) echo "postgres.sh start|crash|stop|dump <folder>" >&2; exit 2 ;;
esac
