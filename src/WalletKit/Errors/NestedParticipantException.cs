namespace WalletKit;

/// <summary>The refusal of a call of the wallet service, made inside a participant of a commit.</summary>
/// <remarks>
/// A change would wait for its own commit, and a read would not see it. Put all commands into the batch of the participant, and read its results. Code <c>nested_participant</c>.
/// </remarks>
public sealed class NestedParticipantException : WalletRefusedException
{
    /// <summary>Creates the exception, whose message says what to do instead.</summary>
    public NestedParticipantException()
        : base(
            RefusalKind.Misuse,
            "nested_participant",
            "a participant of a commit is running in this call; put the commands into its batch, and use the results that it is given, instead of calling the service.")
    {
    }
}
