namespace PostPress;

/// <summary>What can be set for the checkpoint loop. Everything has a default, so it can be left out.</summary>
public sealed class CheckpointOptions
{
    /// <summary>Gets or sets how many codes are submitted at most, over all checkpoints of the draft.</summary>
    /// <value>The default is 6. At least 1.</value>
    public int MaxCodes { get; set; } = 6;

    /// <summary>Gets or sets the kind of the first checkpoint, if the call that started the publication told it. Not used by <c>PublishAsync</c>, which learns it.</summary>
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
