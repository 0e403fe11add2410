#if !NET
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace System.Runtime.CompilerServices
{
    /// <summary>Lets the compiler write <c>init</c> for netstandard2.0.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    internal static class IsExternalInit;

    /// <summary>Lets the compiler make an object of an interpolated string for netstandard2.0. A compiler that uses the library reads it too.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
    internal sealed class InterpolatedStringHandlerAttribute : Attribute;
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Tells the compiler that an argument is not null once the method has returned.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullAttribute : Attribute;

    /// <summary>Tells the compiler that what is returned is not null if an argument is not.</summary>
    [AttributeUsage(AttributeTargets.ReturnValue)]
    internal sealed class NotNullIfNotNullAttribute(string parameterName) : Attribute
    {
        public string ParameterName { get; } = parameterName;
    }

    /// <summary>Tells the compiler that an argument is not null if the method has returned this.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}

namespace System.IO
{
    /// <summary>What streams lack in netstandard2.0.</summary>
    internal static class StreamPolyfills
    {
        internal static ValueTask<int> ReadAsync(this Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var segment = Segment(buffer);
            return new ValueTask<int>(stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken));
        }

        internal static ValueTask WriteAsync(this Stream stream, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            var segment = Segment(buffer);
            return new ValueTask(stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken));
        }

        private static ArraySegment<byte> Segment(ReadOnlyMemory<byte> buffer) =>
            MemoryMarshal.TryGetArray(buffer, out var segment) ? segment : throw new ArgumentException("The memory is not that of an array.", nameof(buffer));
    }
}

namespace System.Threading.Tasks
{
    /// <summary>What tasks lack in netstandard2.0.</summary>
    internal static class TaskPolyfills
    {
        internal static async Task<T> WaitAsync<T>(this Task<T> task, CancellationToken cancellationToken)
        {
            var cancelled = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken)))
            {
                return await (await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
    }
}
#endif
