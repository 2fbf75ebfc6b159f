using System.Globalization;
using Microsoft.Extensions.Options;

namespace WalletKit.DependencyInjection;

internal sealed class OwnerTransferOptionsValidator : IValidateOptions<OwnerTransferOptions>
{
    public ValidateOptionsResult Validate(string? name, OwnerTransferOptions options)
    {
        if (!Enum.IsDefined(options.PayeeKeeps))
        {
            return ValidateOptionsResult.Fail($"{nameof(OwnerTransferOptions)}.{nameof(options.PayeeKeeps)} is {options.PayeeKeeps}; it must be {string.Join(" or ", Enum.GetNames<PayeeTexts>())}.");
        }

        foreach (var (code, amount) in options.MinAmounts)
        {
            if (!Currency.IsCode(code) || amount <= 0)
            {
                return ValidateOptionsResult.Fail(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{nameof(OwnerTransferOptions)}.{nameof(options.MinAmounts)} names {amount} for {InvalidInputException.Show(code)}; it must name more than zero for the code of a currency."));
            }
        }

        return ValidateOptionsResult.Success;
    }
}
