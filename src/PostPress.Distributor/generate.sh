#!/usr/bin/env bash
# Generates Wolverine's handlers again: Internal/Generated. Run it after a handler's signature has changed.
set -euo pipefail
cd "$(dirname "$0")"

rm -rf Internal/Generated
dotnet build "$@"

# Nothing is connected to: the two settings only have to be there.
ConnectionStrings__Distributor="Host=localhost" PostPress__ApiKey=none dotnet run --no-build -- codegen write
dotnet build "$@"
