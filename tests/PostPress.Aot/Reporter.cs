namespace PostPress.Aot;

/// <summary>Reports at once; <see cref="Progress{T}"/> would post to the thread pool.</summary>
internal sealed class Reporter(Action<UploadProgress> report) : IProgress<UploadProgress>
{
    public void Report(UploadProgress value) => report(value);
}
