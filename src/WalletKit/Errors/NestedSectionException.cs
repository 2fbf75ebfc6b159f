namespace WalletKit;

/// <summary>
/// A call that would change wallets, made inside the decision of a section: it would wait for its own section, or not be part of it. Code
/// <c>nested_section</c>. What belongs to the section is added to the section.
/// </summary>
public sealed class NestedSectionException : WalletRefusedException
{
    /// <summary>Says what to do instead.</summary>
    public NestedSectionException()
        : base(RefusalKind.Misuse, "nested_section", "a section is open in this call; add commands to it instead of calling the service, and do not open another in it.")
    {
    }
}
