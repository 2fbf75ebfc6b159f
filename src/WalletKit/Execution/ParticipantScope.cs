namespace WalletKit.Execution;

/// <summary>Knows whether code runs inside a participant of a commit, at any depth, as long as its execution context flows.</summary>
internal static class ParticipantScope
{
    private static readonly AsyncLocal<Run?> s_current = new();

    /// <summary>Marks the calling code as a participant, until the run is disposed of.</summary>
    public static Run Enter() => s_current.Value = new Run();

    /// <summary>Throws where the calling code runs inside a participant.</summary>
    /// <exception cref="NestedParticipantException">The calling code runs inside a participant.</exception>
    public static void ThrowIfInside()
    {
        if (s_current.Value is { IsOver: false })
        {
            throw new NestedParticipantException();
        }
    }

    /// <summary>The run of one participant. Code that outlives it is free again.</summary>
    internal sealed class Run : IDisposable
    {
        private volatile bool _isOver;

        public bool IsOver => _isOver;

        public void Dispose()
        {
            _isOver = true;
            s_current.Value = null;
        }
    }
}
