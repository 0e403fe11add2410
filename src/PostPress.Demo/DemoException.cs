namespace PostPress.Demo;

/// <summary>Something that the person at the keyboard can put right; its message says how.</summary>
internal sealed class DemoException(string message) : Exception(message);
