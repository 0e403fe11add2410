using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Wire;

/// <summary>
/// A request on the connection of a client, and its response: the steps of the faults. Steps that wait or are slow by design end
/// with <paramref name="faultsEnd"/>. Other steps end with the sandbox.
/// </summary>
internal sealed class Exchange(
    FaultProxy proxy, Socket socket, Stream client, HttpMessageReader fromClient, Upstream upstream, HttpMessageHead request, Operation? operation, CancellationToken faultsEnd, CancellationToken end)
{
    /// <summary>The operation of the request; null if there is none.</summary>
    public Operation? Operation => operation;

    public DateTimeOffset Now => proxy.TimeProvider.GetUtcNow();

    /// <summary>The target of the request on the other host.</summary>
    public string ElsewhereUri => $"{proxy.Elsewhere.Address}{request.SecondWord}";

    /// <summary>Whether the connection can be used for another request.</summary>
    public bool StaysOpen { get; private set; }

    /// <summary>Forwards the request to the server and its response to the client, without a fault.</summary>
    public async Task PassAsync()
    {
        var server = await upstream.OpenAsync(end);
        using var responded = CancellationTokenSource.CreateLinkedTokenSource(end);
        var forwarded = ForwardAsync(server, responded.Token);
        HttpMessageHead? head;
        do
        {
            head = await server.Reader.ReadHeadAsync(end);
            if (head is null)
            {
                break;
            }

            await client.WriteAsync(head.Bytes, end);
        }
        while (head.IsInterim);
        if (head is not null)
        {
            await server.Reader.CopyBodyAsync(head, client, end);
        }

        // After a refusal, a client that waits for `100 Continue` doesn't send its body.
        if (!forwarded.IsCompleted && (head is null || request.ExpectsContinue))
        {
            await responded.CancelAsync();
        }

        StaysOpen = await forwarded && head is { Closes: false } && !request.Closes;
    }

    /// <summary>Reads the request without forwarding it to the server.</summary>
    public async Task ReadRequestAsync()
    {
        await InviteBodyAsync();
        await fromClient.CopyBodyAsync(request, Stream.Null, end);
    }

    /// <summary>Forwards half of the request to the server.</summary>
    public async Task ForwardHalfAsync()
    {
        var server = await upstream.OpenAsync(end);
        await InviteBodyAsync();
        await server.Stream.WriteAsync(request.Bytes, end);
        await fromClient.CopyHalfBodyAsync(request, server.Stream, end);
    }

    /// <summary>Forwards the request to the server and returns its response, without sending it to the client.</summary>
    public async Task<(HttpMessageHead Head, byte[] Body)> ActAsync()
    {
        var server = await upstream.OpenAsync(end);
        await InviteBodyAsync();
        var forwarded = ForwardAsync(server, end);
        HttpMessageHead? head;
        do
        {
            head = await server.Reader.ReadHeadAsync(end);
        }
        while (head is { IsInterim: true });
        using var body = new MemoryStream();
        if (head is not null)
        {
            await server.Reader.CopyBodyAsync(head, body, end);
        }

        return await forwarded && head is not null ? (head, body.ToArray()) : throw new EndOfStreamException("The server sent no response.");
    }

    public async Task SendAsync(params byte[][] pieces)
    {
        foreach (var piece in pieces)
        {
            await client.WriteAsync(piece, end);
        }
    }

    /// <summary>Sends a valid response. The connection can then be used again.</summary>
    public async Task RespondAsync(SandboxResponse response)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {ReasonPhrases.GetReasonPhrase(response.Status)}\r\n");
        foreach (var (name, value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {response.ContentType}\r\nContent-Length: {response.Body.Length}\r\n\r\n");
        await SendAsync(Encoding.ASCII.GetBytes(head.ToString()), response.Body.ToArray());
        KeepOpen();
    }

    public void KeepOpen() => StaysOpen = !request.Closes;

    /// <summary>Resets the connection instead of closing it.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <summary>Sends nothing until the client disconnects.</summary>
    public Task WaitAsync() => fromClient.DrainAsync(faultsEnd);

    /// <summary>Neither reads nor writes.</summary>
    public Task StandStillAsync() => Task.Delay(Timeout.InfiniteTimeSpan, faultsEnd);

    /// <summary>Sends one byte at a time, with a delay, while the client is connected.</summary>
    public async Task DripAsync(byte[] bytes)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(faultsEnd);
        var gone = WatchAsync(over);
        try
        {
            foreach (var one in bytes)
            {
                await client.WriteAsync(new[] { one }, over.Token);
                await Task.Delay(proxy.DripGap, proxy.TimeProvider, over.Token);
            }
        }
        finally
        {
            await over.CancelAsync();
            await gone;
        }
    }

    /// <summary>Sends the same bytes repeatedly, up to a length.</summary>
    public async Task RepeatAsync(byte[] piece, long length)
    {
        for (; length > 0; length -= piece.Length)
        {
            await client.WriteAsync(piece.AsMemory(0, (int)Math.Min(length, piece.Length)), faultsEnd);
        }
    }

    private async Task WatchAsync(CancellationTokenSource over)
    {
        try
        {
            await fromClient.DrainAsync(over.Token);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is disconnected in any case.
        }

        await over.CancelAsync();
    }

    /// <summary>Sends `100 Continue` to a client that waits for it before it sends its body.</summary>
    public async Task InviteBodyAsync()
    {
        if (request.ExpectsContinue)
        {
            await client.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), end);
        }
    }

    /// <summary>Forwards the request; false if it was not forwarded completely. Never throws, so that the response can be read at the same time.</summary>
    private async Task<bool> ForwardAsync(Upstream.Connection server, CancellationToken cancellationToken)
    {
        try
        {
            await server.Stream.WriteAsync(request.Bytes, cancellationToken);
            await fromClient.CopyBodyAsync(request, server.Stream, cancellationToken);
            return true;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or FormatException or ObjectDisposedException or OperationCanceledException)
        {
            // The server must not wait for the rest.
            if (!cancellationToken.IsCancellationRequested)
            {
                upstream.Dispose();
            }

            return false;
        }
    }
}

/// <summary>The connection to the server for the connection of a client. It is opened when it is needed.</summary>
internal sealed class Upstream(int port) : IDisposable
{
    private Connection? _connection;

    /// <summary>An open connection to the server.</summary>
    public sealed record Connection(Stream Stream, HttpMessageReader Reader);

    public async Task<Connection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is null)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(System.Net.IPAddress.Loopback, port, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            var stream = new NetworkStream(socket, ownsSocket: true);
            _connection = new Connection(stream, new HttpMessageReader(stream));
        }

        return _connection;
    }

    public void Dispose() => _connection?.Stream.Dispose();
}
