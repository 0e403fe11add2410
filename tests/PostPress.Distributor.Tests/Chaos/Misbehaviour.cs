using PostPress.Sandbox;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>What goes wrong on the wire: a call in four.</summary>
internal static class Misbehaviour
{
    private static readonly SandboxFault[] Faults =
    [
        SandboxFault.ResetAfterActing,
        SandboxFault.ResetAfterTheRequest,
        SandboxFault.SilenceAfterActing,
        SandboxFault.HalfTheResponse,
        SandboxFault.GatewayPage,
        SandboxFault.GatewayPageAfterActing,
        SandboxFault.Status(503),
        SandboxFault.RateLimited(),
    ];

    public static void Begin(PostPressSandbox sandbox) =>
        sandbox.Faults.Always(_ => Random.Shared.Next(4) == 0 ? Faults[Random.Shared.Next(Faults.Length)] : null);
}
