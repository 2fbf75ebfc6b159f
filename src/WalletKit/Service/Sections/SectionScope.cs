using WalletKit.Execution;

namespace WalletKit.Service.Sections;

/// <summary>Knows whether code runs inside the decision of a section, at any depth, as long as its execution context flows.</summary>
internal sealed class SectionScope
{
    private readonly AsyncLocal<WalletSection?> _current = new();

    /// <summary>Marks the calling code as the decision of a section. The mark ends with the asynchronous method that called this.</summary>
    public void Enter(WalletSection section) => _current.Value = section;

    /// <summary>Throws where the calling code runs inside the decision of a section, or inside a participant of a commit.</summary>
    /// <exception cref="NestedSectionException">The calling code runs inside a decision.</exception>
    /// <exception cref="NestedParticipantException">The calling code runs inside a participant.</exception>
    public void ThrowIfInside()
    {
        ParticipantScope.ThrowIfInside();
        if (_current.Value is { IsOpen: true })
        {
            throw new NestedSectionException();
        }
    }
}
