namespace WalletKit;

/// <summary>The refusal of a call that would change wallets, made inside the decision of a section.</summary>
/// <remarks>
/// The call would wait for its own section, or not be part of it. Add a command to the section instead. Code <c>nested_section</c>.
/// </remarks>
public sealed class NestedSectionException : WalletRefusedException
{
    /// <summary>Creates the exception, whose message says what to do instead.</summary>
    public NestedSectionException()
        : base(RefusalKind.Misuse, "nested_section", "a section is open in this call; add commands to it instead of calling the service, and do not open another in it.")
    {
    }
}
