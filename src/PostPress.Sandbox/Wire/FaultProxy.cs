using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Wire;

/// <summary>Stands between clients and the server on loopback, reads each request's head, and lets it pass or plays a fault.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    // Below TCP's own errors nothing is more like "wrong port" than this: alert, fatal, protocol_version.
    public static readonly byte[] TlsAlert = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46];

    private const byte TlsHandshake = 0x16;

    private readonly int serverPort;
    private readonly CancellationTokenSource stopped = new();
    private readonly ConcurrentDictionary<Socket, Task> connections = new();
    private readonly HashSet<Socket> idle = [];
    private Socket door;
    private Task accepting;
    private CancellationTokenSource faultsEnd;
    private TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int open;

    /// <exception cref="IOException">The port is taken.</exception>
    public FaultProxy(int port, int serverPort, TimeProvider timeProvider, TimeSpan dripGap)
    {
        this.serverPort = serverPort;
        TimeProvider = timeProvider;
        DripGap = dripGap;
        Faults = new SandboxFaults(this);
        faultsEnd = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        try
        {
            door = Listen(port);
        }
        catch (SocketException error)
        {
            throw new IOException($"Port {port} on loopback cannot be used: {error.Message}", error);
        }

        Address = (IPEndPoint)door.LocalEndPoint!;
        Elsewhere = new OtherHost();
        accepting = AcceptAsync(door);
    }

    public IPEndPoint Address { get; }

    public TimeProvider TimeProvider { get; }

    public TimeSpan DripGap { get; }

    public SandboxFaults Faults { get; }

    public OtherHost Elsewhere { get; }

    public int OpenConnections
    {
        get
        {
            lock (idle)
                return open;
        }
    }

    /// <summary>Closes the door: new connections are refused, idle ones are closed.</summary>
    public void Refuse()
    {
        lock (idle)
        {
            if (IsOpen())
            {
                door.Dispose();
                // Bound, so that nobody else gets the port; not listening, so that whoever knocks is refused.
                door = Bind(Address.Port);
            }

            foreach (var socket in idle)
                socket.Close();
        }
    }

    /// <summary>Opens the door again.</summary>
    public void Accept()
    {
        lock (idle)
        {
            if (IsOpen() || stopped.IsCancellationRequested)
                return;
            door.Dispose();
            door = Listen(Address.Port);
            accepting = AcceptAsync(door);
        }
    }

    /// <summary>Ends every fault that goes on.</summary>
    public void EndFaults()
    {
        CancellationTokenSource ended;
        lock (idle)
            (ended, faultsEnd) = (faultsEnd, CancellationTokenSource.CreateLinkedTokenSource(stopped.Token));
        ended.Cancel();
        ended.Dispose();
    }

    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        Task none;
        lock (idle)
        {
            if (open == 0)
                return;
            none = empty.Task;
        }

        await none.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (stopped.IsCancellationRequested)
            return;
        await stopped.CancelAsync();
        lock (idle)
            door.Dispose();
        await accepting;
        await Task.WhenAll(connections.Values);
        await Elsewhere.DisposeAsync();
        faultsEnd.Dispose();
        stopped.Dispose();
    }

    private static Socket Listen(int port)
    {
        var socket = Bind(port);
        socket.Listen();
        return socket;
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsOpen() => (int)door.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0;

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(stopped.Token);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            lock (idle)
                open++;
            socket.NoDelay = true;
            var task = ServeAsync(socket);
            connections[socket] = task;
            // The task may have ended before it was noted down.
            if (task.IsCompletedSuccessfully)
                connections.TryRemove(socket, out _);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var client = new NetworkStream(socket, ownsSocket: true);
        using var upstream = new Upstream(serverPort);
        try
        {
            var reader = new HttpMessageReader(client);
            while (await ServeOneAsync(socket, client, reader, upstream))
            {
                // One request after the other, for as long as the connection lasts.
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (OperationCanceledException)
        {
            // A fault that goes on was ended, or the sandbox was: whoever still waits has to notice.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidDataException or FormatException)
        {
            // One side went away, or doesn't speak HTTP.
        }
        finally
        {
            await client.DisposeAsync();
            connections.TryRemove(socket, out _);
            Leave();
        }
    }

    private async Task<bool> ServeOneAsync(Socket socket, Stream client, HttpMessageReader reader, Upstream upstream)
    {
        lock (idle)
            idle.Add(socket);
        HttpMessageHead? head;
        try
        {
            if (await reader.PeekAsync(stopped.Token) == TlsHandshake)
            {
                await client.WriteAsync(TlsAlert, stopped.Token);
                return false;
            }
        }
        finally
        {
            lock (idle)
                idle.Remove(socket);
        }

        head = await reader.ReadHeadAsync(stopped.Token);
        if (head is null)
            return false;

        var method = head.StartLine.Split(' ')[0];
        var operation = Route.Find(ApiContract.Embedded, head.SecondWord.Split('?')[0]).Operations.FirstOrDefault(o => o.Method == method);
        var fault = Faults.Take(operation?.Id);
        CancellationToken ended;
        lock (idle)
            ended = faultsEnd.Token;
        var exchange = new Exchange(this, socket, client, reader, upstream, head, operation, ended, stopped.Token);
        await (fault is null ? exchange.PassAsync() : fault.Play(exchange));
        return exchange.StaysOpen;
    }

    private void Leave()
    {
        TaskCompletionSource? all = null;
        lock (idle)
        {
            if (--open == 0)
                (all, empty) = (empty, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        all?.SetResult();
    }
}
