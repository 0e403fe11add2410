using Microsoft.Extensions.Logging.Abstractions;
using PostPress.Content;
using PostPress.Operations;
using PostPress.Pipeline;

namespace PostPress.Tests;

/// <summary>Calls without a client around them.</summary>
internal static class Calls
{
    private static readonly PostPressClientOptions Options = new() { ApiKey = Clients.ApiKey };

    public static CallContext Search(CancellationToken caller) =>
        new(SearchOperation.Descriptor, isWrite: false, JsonContent.Of(new ClassicPeopleSearch(), SearchOperation.WriteRequest), null, Options, NullLogger.Instance, caller);
}
