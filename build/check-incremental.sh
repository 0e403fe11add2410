#!/usr/bin/env bash
# After a build: another one generates nothing, and a change of what generates does. Changes time stamps only.
set -euo pipefail
cd "$(dirname "$0")/.."

generate() { dotnet msbuild src/PostPress.Generated -nologo -target:NSwagGenerate; }

generate >/dev/null
if [[ $(generate) == *"Generating with NSwag"* ]]; then
  echo "A second build generates again." >&2
  exit 1
fi

peers() { dotnet msbuild tests/PostPress.Benchmarks -nologo -target:PeersGenerate; }

peers >/dev/null
if [[ $(peers) == *"Generating the peers"* ]]; then
  echo "A second build generates the benchmarks' peers again." >&2
  exit 1
fi

for file in openapi/postpress.yaml nswag.json build/NSwag.targets build/Templates/Class.liquid build/Lowering/Program.cs; do
  touch "$file"
  if [[ $(generate) != *"Generating with NSwag"* ]]; then
    echo "A change of $file generates nothing." >&2
    exit 1
  fi
  echo "A change of $file generates."
done
