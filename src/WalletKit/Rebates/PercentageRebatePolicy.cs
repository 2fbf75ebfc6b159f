using System.Globalization;
using Microsoft.Extensions.Options;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.Rebates;

/// <summary>
/// The default policy: <see cref="RebateOptions.Rate"/> of each deposit, rounded by <see cref="RebateOptions.Rounding"/> to the
/// currency's exponent. Its terms read <c>rate=0.01;rounding=ToEven</c>.
/// </summary>
internal sealed class PercentageRebatePolicy(IOptionsMonitor<RebateOptions> options) : IRebatePolicy
{
    public const string PolicyName = "percentage";

    private const string RateLabel = "rate=";
    private const string RoundingLabel = ";rounding=";

    // The text is written once for each rate in force, because every deposit asks for it. It is held by one reference, so that no
    // deposit on another thread sees it half written.
    private Written? _written;

    public string Name => PolicyName;

    public string? TermsFor(Deposit deposit)
    {
        var (rate, rounding) = (options.CurrentValue.Rate, options.CurrentValue.Rounding);
        if (_written is not { } written || written.Rate != rate || written.Rounding != rounding)
        {
            written = new Written(rate, rounding, string.Create(CultureInfo.InvariantCulture, $"{RateLabel}{rate}{RoundingLabel}{rounding}"));
            _written = written;
        }

        return written.Text;
    }

    public ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken)
    {
        var (rate, rounding) = Read(context.Terms);
        var exponent = context.Deposit.Currency.Exponent;
        return new(MinorUnits.ToDecimal(Percentage.Of(context.Deposit.AmountMinorUnits, rate, rounding), exponent));
    }

    private static (decimal Rate, MidpointRounding Rounding) Read(string terms)
    {
        var split = terms.IndexOf(RoundingLabel, StringComparison.Ordinal);
        return terms.StartsWith(RateLabel, StringComparison.Ordinal)
            && split > 0
            && decimal.TryParse(terms.AsSpan(RateLabel.Length, split - RateLabel.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            && Enum.TryParse<MidpointRounding>(terms.AsSpan(split + RoundingLabel.Length), out var rounding)
            ? (rate, rounding)
            : throw new FormatException($"The terms {InvalidInputException.Show(terms)} are not the percentage policy's.");
    }

    private sealed record Written(decimal Rate, MidpointRounding Rounding, string Text);
}
