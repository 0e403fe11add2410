namespace PostPress;

/// <summary>The description of an operation in the contract, without its types. One is generated for each operation.</summary>
internal abstract class OperationDescriptor
{
    private protected OperationDescriptor(string id, HttpMethod method, string path, string? requestMediaType, string responseMediaType, bool isWrite, Func<ArraySegment<byte>, WireObject> readError)
    {
        Id = id;
        Method = method;
        Path = path;
        RequestMediaType = requestMediaType;
        ResponseMediaType = responseMediaType;
        IsWrite = isWrite;
        ReadError = readError;
    }

    /// <summary>The <c>operationId</c>.</summary>
    internal string Id { get; }

    internal HttpMethod Method { get; }

    /// <summary>The path in the contract, such as <c>/linkedin/jobs/{draft_id}/checkpoint</c>.</summary>
    internal string Path { get; }

    /// <summary>The media type of a request's body; null if it has none.</summary>
    internal string? RequestMediaType { get; }

    internal string ResponseMediaType { get; }

    /// <summary>Whether it creates, publishes or stores something: <c>x-is-write</c>; without it, all methods except GET do.</summary>
    internal bool IsWrite { get; }

    /// <summary>Reads the body of an error.</summary>
    internal Func<ArraySegment<byte>, WireObject> ReadError { get; }
}

/// <summary>The description of an operation whose response is a <typeparamref name="TResponse"/>.</summary>
internal sealed class OperationDescriptor<TResponse> : OperationDescriptor
    where TResponse : class, IResponse
{
    internal OperationDescriptor(string id, HttpMethod method, string path, string? requestMediaType, string responseMediaType, bool isWrite, Func<ArraySegment<byte>, TResponse> readResponse, Func<ArraySegment<byte>, WireObject> readError, bool takesEmptyBody = false)
        : base(id, method, path, requestMediaType, responseMediaType, isWrite, readError)
    {
        ReadResponse = readResponse;
        TakesEmptyBody = takesEmptyBody;
    }

    /// <summary>Reads the body of a successful response.</summary>
    internal Func<ArraySegment<byte>, TResponse> ReadResponse { get; }

    /// <summary>Whether a successful response can have an empty body.</summary>
    internal bool TakesEmptyBody { get; }
}
