namespace PostPress;

/// <summary>The options of the checkpoint loop. All of them are optional.</summary>
public sealed class CheckpointOptions
{
    /// <summary>Gets or sets the maximum number of codes that are submitted, over all checkpoints of the draft.</summary>
    /// <value>The default is 6. The minimum is 1.</value>
    public int MaxCodes { get; set; } = 6;

    /// <summary>Gets or sets the kind of the first checkpoint, if the response that started the publication contained it. <c>PublishAsync</c> reads it from the response and ignores this value.</summary>
    /// <value>The default is <see langword="null"/>: not known.</value>
    public CheckpointType? FirstCheckpoint { get; set; }

    internal void Check(string name)
    {
        if (MaxCodes < 1)
        {
            throw new ArgumentException("CheckpointOptions.MaxCodes must be at least 1.", name);
        }
    }
}
