namespace PostPress.Resilience;

/// <summary>
/// Something between the client and the network, such as a retry handler of the host, tried to send a write again that may
/// have arrived. <see cref="Http.Transport"/> turns it into the failure of the first attempt.
/// </summary>
internal sealed class SecondSendException() : Exception("A write that may have arrived is not sent a second time.");
