using System.Net;
using System.Net.Sockets;

namespace PostPress.Sandbox.Wire;

/// <summary>A host that is not PostPress. It returns <c>{}</c> for all requests, and records whether one contained a key.</summary>
internal sealed class OtherHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _accepting;
    private int _requests;
    private int _keys;

    public OtherHost()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    // A name, so that not only the port differs from the address of the sandbox.
    public string Address => $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Requests => Volatile.Read(ref _requests);

    public bool SawKey => Volatile.Read(ref _keys) > 0;

    public async ValueTask DisposeAsync()
    {
        // The loop ends first, because it uses the listener.
        await _stopped.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopped.Token);
                await RespondAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The sandbox stops.
        }
    }

    private async Task RespondAsync(NetworkStream client)
    {
        try
        {
            var reader = new HttpMessageReader(client);
            if (await reader.ReadHeadAsync(_stopped.Token) is not { } head)
            {
                return;
            }

            Interlocked.Increment(ref _requests);
            if (head["X-API-KEY"] is not null || head["Authorization"] is not null)
            {
                Interlocked.Increment(ref _keys);
            }

            await reader.CopyBodyAsync(head, Stream.Null, _stopped.Token);
            await client.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray(), _stopped.Token);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or FormatException)
        {
            // The client disconnected, or doesn't use HTTP.
        }
    }
}
