#!/usr/bin/env bash
# Compiles a program over the client ahead of time (PublishAot), fails on any trim or AOT warning that has to do with our code,
# runs it against a sandbox and compares what it prints with expected.txt. See README.md beside this file.
set -euo pipefail
cd "$(dirname "$0")"
export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
artifacts=../../artifacts/aot
rm -rf "$artifacts"
mkdir -p "$artifacts"

step() { printf '\n-- %s\n' "$*"; }

step "Tools"
if ! command -v clang >/dev/null && ! command -v gcc >/dev/null && command -v apt-get >/dev/null; then
  { apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev zlib1g-dev; } >"$artifacts/linker.log" 2>&1 || { cat "$artifacts/linker.log"; exit 1; }
fi

step "Publish"
dotnet publish -c Release -o "$artifacts/bin" >"$artifacts/publish.log" 2>&1 || { cat "$artifacts/publish.log"; exit 1; }
# The project's path at the end of each line names PostPress, too.
sed -E 's/ \[[^]]*\]$//' "$artifacts/publish.log" | { grep -E 'warning IL[23][0-9]{3}: ' || true; } | sort -u >"$artifacts/warnings.log"
echo "Trim and AOT warnings, by assembly:"
sed -E -e 's/.*PostPress.*/ours/' -e t -e 's|^/_/src/libraries/([^/]+)/.*|\1|' -e t -e 's/.*IL[0-9]+: (Newtonsoft\.Json)\..*/\1/' -e t -e 's/.*/others/' "$artifacts/warnings.log" \
  | sort | uniq -c | sort -rn
if grep PostPress "$artifacts/warnings.log"; then
  echo "These have to do with our code." >&2
  exit 1
fi

step "Run, against a sandbox"
dotnet build ../../src/PostPress.Sandbox -v quiet >"$artifacts/build.log" || { cat "$artifacts/build.log"; exit 1; }
dotnet ../../src/PostPress.Sandbox/bin/Debug/net10.0/PostPress.Sandbox.dll >"$artifacts/sandbox.log" 2>&1 &
sandbox=$!
trap 'kill $sandbox 2>/dev/null || true' EXIT
address=
for _ in $(seq 300); do
  address=$(grep -oE 'http://127\.0\.0\.1:[0-9]+/api/v1' "$artifacts/sandbox.log") && break
  kill -0 $sandbox 2>/dev/null || break
  sleep 0.1
done
[ -n "$address" ] || { cat "$artifacts/sandbox.log"; exit 1; }
"$artifacts/bin/PostPress.Aot" "$address" >"$artifacts/output.txt" 2>"$artifacts/errors.txt" || { cat "$artifacts/output.txt" "$artifacts/errors.txt"; exit 1; }
diff -u expected.txt "$artifacts/output.txt"
echo "$(wc -l <expected.txt) lines as expected; $(($(stat -c %s "$artifacts/bin/PostPress.Aot") / 1024)) KB; $(cat "$artifacts/errors.txt")"
