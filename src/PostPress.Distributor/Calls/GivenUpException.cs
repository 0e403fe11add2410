namespace PostPress.Distributor.Calls;

/// <summary>Sends a message to the dead letters, with the reason.</summary>
public sealed class GivenUpException(string reason) : Exception(reason);
