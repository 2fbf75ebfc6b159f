using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Access;

/// <summary>Decides which wallets a caller may touch. A wallet of another owner is treated like a wallet that does not exist.</summary>
internal sealed class WalletAccess(IWalletService wallets, IOptions<WalletApiOptions> options)
{
    /// <summary>Whether the caller may touch every wallet.</summary>
    public bool IsUnlimited(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null || options.Value.IsOperator(http.User);

    /// <summary>Whether the caller may touch the wallets of an owner.</summary>
    public bool IsAllowed(HttpContext http, string ownerId) => IsUnlimited(http) || OwnerOf(http.User) == ownerId;

    /// <summary>Checks that the caller may touch a wallet.</summary>
    /// <exception cref="WalletNotFoundException">The caller may not touch the wallet, or there is no such wallet; the answer is the same.</exception>
    public async ValueTask CheckAsync(HttpContext http, WalletId walletId)
    {
        if (!IsUnlimited(http))
        {
            await GetAsync(http, walletId).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a wallet that the caller may touch.</summary>
    /// <exception cref="WalletNotFoundException">The caller may not touch the wallet, or there is no such wallet; the answer is the same.</exception>
    public async ValueTask<Wallet> GetAsync(HttpContext http, WalletId walletId)
    {
        var wallet = await wallets.GetWalletAsync(walletId, http.RequestAborted).ConfigureAwait(false);
        return IsAllowed(http, wallet.OwnerId) ? wallet : throw new WalletNotFoundException(walletId);
    }

    /// <summary>Returns the refusal of fields that operators alone may name; null where none of them is given, or the caller is an operator.</summary>
    public IResult? RefuseFields(HttpContext http, params ReadOnlySpan<(string Field, bool IsGiven)> fields)
    {
        foreach (var (field, isGiven) in fields)
        {
            if (isGiven && !IsUnlimited(http))
            {
                return Problem.Of(StatusCodes.Status403Forbidden, "forbidden", $"The field {field} is an operator's to name.", field);
            }
        }

        return null;
    }

    // An empty claim names no owner.
    private string? OwnerOf(ClaimsPrincipal caller) => options.Value.OwnerId(caller) is { Length: > 0 } owner ? owner : null;
}
