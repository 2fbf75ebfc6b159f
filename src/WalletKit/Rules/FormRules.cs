namespace WalletKit.Rules;

/// <summary>The checks of form that several commands share.</summary>
internal static class FormRules
{
    /// <summary>The longest idempotency key, in characters.</summary>
    public const int MaxKeyLength = 200;

    /// <summary>The longest actor, in characters.</summary>
    public const int MaxActorLength = 200;

    public static InvalidInputException? CheckActor(string? actor) => actor is null ? null : Text.Check("actor", actor, 1, MaxActorLength);

    public static InvalidInputException? CheckAccount(string? account) =>
        account is null || CounterAccount.IsName(account) ? null : new InvalidInputException("account", account, CounterAccount.NameRule);

    public static InvalidAmountException? CheckAmount(decimal amount) =>
        amount <= 0 ? new InvalidAmountException(amount, "must be more than zero") : null;

    public static InvalidInputException? CheckKey(string? key) =>
        key is null ? null : Text.Check("idempotencyKey", key, 1, MaxKeyLength);

    public static InvalidInputException? CheckTerms(RebateTerms? terms) =>
        terms is null ? null
        : Text.Check("rebate policy", terms.Policy, 1, RebateTerms.MaxPolicyLength)
        ?? Text.Check("rebate terms", terms.Text, 1, RebateTerms.MaxTextLength);

    public static InvalidInputException? CheckMetadata(TransactionMetadata? metadata)
    {
        if (metadata is null)
        {
            return new InvalidInputException("metadata", null, "must not be null; it is empty where there is none");
        }

        if (metadata.Count > TransactionMetadata.MaxPairs)
        {
            return new InvalidInputException("metadata", metadata.Count, $"pairs are too many; at most {TransactionMetadata.MaxPairs} are kept");
        }

        foreach (var (key, value) in metadata)
        {
            if ((Text.Check("metadata key", key, 1, TransactionMetadata.MaxKeyLength)
                ?? Text.Check("metadata value", value, 0, TransactionMetadata.MaxValueLength)) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
