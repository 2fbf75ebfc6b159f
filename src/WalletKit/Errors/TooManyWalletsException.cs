using System.Globalization;

namespace WalletKit;

/// <summary>One wallet more than an owner may have open at once. Code <c>too_many_wallets</c>.</summary>
public sealed class TooManyWalletsException : WalletRefusedException
{
    /// <summary>Says who has how many.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="limit">How many wallets that are not closed the owner may have.</param>
    public TooManyWalletsException(string ownerId, int limit)
        : base(RefusalKind.State, "too_many_wallets", string.Create(CultureInfo.InvariantCulture, $"owner {InvalidInputException.Show(ownerId)} has {limit} wallets that are not closed, as many as an owner may have."))
    {
        OwnerId = ownerId;
        Limit = limit;
    }

    /// <summary>The owner.</summary>
    public string OwnerId { get; }

    /// <summary>How many wallets that are not closed the owner may have.</summary>
    public int Limit { get; }
}
