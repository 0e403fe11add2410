using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;
using PostPress.Sandbox.Page;

namespace PostPress.Sandbox.Wire;

/// <summary>A proxy between clients and the server. It reads the head of each request, and forwards the request or injects a fault.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    // A TLS alert: alert, fatal, protocol_version.
    public static readonly byte[] TlsAlert = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46];

    private const byte TlsHandshake = 0x16;

    private readonly int _serverPort;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly HashSet<Socket> _idle = [];
    private Socket _door;
    private Task _accepting;
    private CancellationTokenSource _faultsEnd;
    private TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    /// <exception cref="IOException">The port is in use.</exception>
    public FaultProxy(int port, int serverPort, TimeProvider timeProvider, TimeSpan dripGap)
    {
        _serverPort = serverPort;
        TimeProvider = timeProvider;
        DripGap = dripGap;
        Faults = new SandboxFaults(this);
        _faultsEnd = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        try
        {
            _door = Listen(port);
        }
        catch (SocketException error)
        {
            throw new IOException($"Port {port} on loopback cannot be used: {error.Message}", error);
        }

        Address = (IPEndPoint)_door.LocalEndPoint!;
        Elsewhere = new OtherHost();
        _accepting = AcceptAsync(_door);
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
            lock (_idle)
            {
                return _open;
            }
        }
    }

    /// <summary>Refuses new connections and closes idle ones.</summary>
    public void Refuse()
    {
        lock (_idle)
        {
            if (IsOpen())
            {
                _door.Dispose();
                // The socket is bound, so that the port stays reserved. It doesn't listen, so that connections are refused.
                _door = Bind(Address.Port);
            }

            foreach (var socket in _idle)
            {
                socket.Close();
            }
        }
    }

    /// <summary>Accepts connections again.</summary>
    public void Accept()
    {
        lock (_idle)
        {
            if (IsOpen() || _stopped.IsCancellationRequested)
            {
                return;
            }

            _door.Dispose();
            _door = Listen(Address.Port);
            _accepting = AcceptAsync(_door);
        }
    }

    /// <summary>Ends all current faults.</summary>
    public void EndFaults()
    {
        CancellationTokenSource ended;
        lock (_idle)
        {
            (ended, _faultsEnd) = (_faultsEnd, CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token));
        }

        ended.Cancel();
        ended.Dispose();
    }

    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        Task none;
        lock (_idle)
        {
            if (_open == 0)
            {
                return;
            }

            none = _empty.Task;
        }

        await none.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        await _stopped.CancelAsync();
        lock (_idle)
        {
            _door.Dispose();
        }

        await _accepting;
        await Task.WhenAll(_connections.Values);
        await Elsewhere.DisposeAsync();
        _faultsEnd.Dispose();
        _stopped.Dispose();
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

    private bool IsOpen() => (int)_door.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)! != 0;

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopped.Token);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            lock (_idle)
            {
                _open++;
            }

            socket.NoDelay = true;
            var task = ServeAsync(socket);
            _connections[socket] = task;
            // The task may have ended before it was recorded.
            if (task.IsCompletedSuccessfully)
            {
                _connections.TryRemove(socket, out _);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var client = new NetworkStream(socket, ownsSocket: true);
        using var upstream = new Upstream(_serverPort);
        try
        {
            var reader = new HttpMessageReader(client);
            while (await ServeOneAsync(socket, client, reader, upstream))
            {
                // One request at a time, until the connection is closed.
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (OperationCanceledException)
        {
            // The fault or the sandbox was ended. A client that still waits must notice it.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidDataException or FormatException)
        {
            // One side disconnected, or doesn't use HTTP.
        }
        finally
        {
            await client.DisposeAsync();
            _connections.TryRemove(socket, out _);
            Leave();
        }
    }

    private async Task<bool> ServeOneAsync(Socket socket, Stream client, HttpMessageReader reader, Upstream upstream)
    {
        lock (_idle)
        {
            _idle.Add(socket);
        }

        HttpMessageHead? head;
        try
        {
            if (await reader.PeekAsync(_stopped.Token) == TlsHandshake)
            {
                await client.WriteAsync(TlsAlert, _stopped.Token);
                return false;
            }
        }
        finally
        {
            lock (_idle)
            {
                _idle.Remove(socket);
            }
        }

        head = await reader.ReadHeadAsync(_stopped.Token);
        if (head is null)
        {
            return false;
        }

        var method = head.StartLine.Split(' ')[0];
        var path = head.SecondWord.Split('?')[0];
        var operation = Route.Find(ApiContract.Embedded, path).Operations.FirstOrDefault(o => o.Method == method);
        // An open page sends a request each second, which must not use up a fault for a call.
        var fault = SandboxPage.IsFor(method, path, head["Accept"]) ? null : Faults.Take(operation?.Id);
        CancellationToken ended;
        lock (_idle)
        {
            ended = _faultsEnd.Token;
        }

        var exchange = new Exchange(this, socket, client, reader, upstream, head, operation, ended, _stopped.Token);
        await (fault is null ? exchange.PassAsync() : fault.Play(exchange));
        return exchange.StaysOpen;
    }

    private void Leave()
    {
        TaskCompletionSource? all = null;
        lock (_idle)
        {
            if (--_open == 0)
            {
                (all, _empty) = (_empty, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }

        all?.SetResult();
    }
}
