using System.Net;
using System.Net.Sockets;

namespace PostPress.Sandbox.Wire;

/// <summary>A host that is none of PostPress's: takes any request, returns <c>{}</c>, and notes whether a key came with it.</summary>
internal sealed class OtherHost : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Task accepting;
    private int requests;
    private int keys;

    public OtherHost()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    // By name, so that it differs from the sandbox's address by more than its port.
    public string Address => $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public int Requests => Volatile.Read(ref requests);

    public bool SawKey => Volatile.Read(ref keys) > 0;

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Stop();
        await accepting;
        listener.Dispose();
        stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopped.Token);
                await RespondAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The sandbox ends.
        }
    }

    private async Task RespondAsync(NetworkStream client)
    {
        try
        {
            var reader = new HttpMessageReader(client);
            if (await reader.ReadHeadAsync(stopped.Token) is not { } head)
                return;
            Interlocked.Increment(ref requests);
            if (head["X-API-KEY"] is not null || head["Authorization"] is not null)
                Interlocked.Increment(ref keys);
            await reader.CopyBodyAsync(head, Stream.Null, stopped.Token);
            await client.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray(), stopped.Token);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or FormatException)
        {
            // The client went away, or doesn't speak HTTP.
        }
    }
}
