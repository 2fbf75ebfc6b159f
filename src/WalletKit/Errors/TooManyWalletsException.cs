using System.Globalization;

namespace WalletKit;

/// <summary>The refusal to open a wallet because the owner has as many as it may have. Code <c>too_many_wallets</c>.</summary>
public sealed class TooManyWalletsException : WalletRefusedException
{
    /// <summary>Names the owner and the limit.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="limit">The number of wallets that the owner may have, without closed ones.</param>
    public TooManyWalletsException(string ownerId, int limit)
        : base(RefusalKind.State, "too_many_wallets", string.Create(CultureInfo.InvariantCulture, $"owner {InvalidInputException.Show(ownerId)} has {limit} wallets that are not closed, as many as an owner may have."))
    {
        OwnerId = ownerId;
        Limit = limit;
    }

    /// <summary>Gets the owner.</summary>
    public string OwnerId { get; }

    /// <summary>Gets the number of wallets that the owner may have, without closed ones.</summary>
    public int Limit { get; }
}
