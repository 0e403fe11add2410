#if !NET
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace System.Runtime.CompilerServices
{
    /// <summary>Enables <c>init</c> for netstandard2.0.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    internal static class IsExternalInit;

    /// <summary>Enables interpolated string handlers for netstandard2.0. The compilers of users read it too.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
    internal sealed class InterpolatedStringHandlerAttribute : Attribute;
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Tells the compiler that an argument is not null after the method has returned.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullAttribute : Attribute;

    /// <summary>Tells the compiler that the return value is not null if an argument is not null.</summary>
    [AttributeUsage(AttributeTargets.ReturnValue)]
    internal sealed class NotNullIfNotNullAttribute(string parameterName) : Attribute
    {
        public string ParameterName { get; } = parameterName;
    }

    /// <summary>Tells the compiler that an argument is not null if the method returned this value.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}

namespace System.IO
{
    /// <summary>Stream methods that netstandard2.0 doesn't have.</summary>
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
            MemoryMarshal.TryGetArray(buffer, out var segment) ? segment : throw new ArgumentException("The memory is not backed by an array.", nameof(buffer));
    }
}

namespace System.Threading.Tasks
{
    /// <summary>Task methods that netstandard2.0 doesn't have.</summary>
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
