using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostPress.Tests;

/// <summary>A server on loopback that reads the head of each request and leaves the rest to the test.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    /// <param name="respond">Gets the head of a request and the connection, which is closed afterwards.</param>
    public RawServer(Func<string, NetworkStream, CancellationToken, Task> respond)
    {
        _listener.Start();
        _accepting = AcceptAsync(respond);
    }

    /// <param name="response">What every request gets, byte for byte; nothing closes the connection at once.</param>
    public RawServer(string response)
        : this((_, connection, cancellationToken) => connection.WriteAsync(Encoding.ASCII.GetBytes(response), cancellationToken).AsTask())
    {
    }

    public ConcurrentQueue<string> Heads { get; } = [];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _stopped.Dispose();
    }

    private async Task AcceptAsync(Func<string, NetworkStream, CancellationToken, Task> respond)
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopped.Token), respond));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException || _stopped.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, Func<string, NetworkStream, CancellationToken, Task> respond)
    {
        using (client)
        {
            try
            {
                var connection = client.GetStream();
                var head = new StringBuilder();
                var next = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await connection.ReadAsync(next, _stopped.Token) == 1)
                {
                    head.Append((char)next[0]);
                }

                Heads.Enqueue(head.ToString());
                await respond(head.ToString(), connection, _stopped.Token);

                // Until the client closes: closing with bytes unread would reset the connection and lose the response.
                client.Client.Shutdown(SocketShutdown.Send);
                await connection.CopyToAsync(Stream.Null, _stopped.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
