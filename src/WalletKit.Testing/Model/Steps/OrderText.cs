using System.Globalization;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.Testing.Model.Steps;

/// <summary>Orders and steps for people to read, without values that are not set.</summary>
internal static class OrderText
{
    public static string Of(Order order)
    {
        var parts = new List<string> { $"{order.Kind} w{order.Wallet}" };
        Add(parts, "other=w", order.Other);
        Add(parts, order.Kind == OrderKind.Hold ? "most=" : "#", order.Number == 0 ? null : order.Number);
        Add(parts, "claim=", order.Kind == OrderKind.FailRebate ? order.Claim : null);
        Add(parts, "most=", order.Most);
        Add(parts, "", order.Amount);
        Add(parts, "target=", order.Target);
        Add(parts, order.IsQuoted ? "quoted=" : "rate=", order.Rate);
        Add(parts, "rounding=", order.Rate is null ? null : order.Rounding);
        Add(parts, "payee keeps ", order.Keeps);
        Add(parts, "in=", order.In);
        Add(parts, "", order.Flag ? FlagOf(order.Kind) : null);
        Add(parts, "key=", order.Key is null ? null : Short(order.Key));
        Add(parts, "version", order.Version?.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        Add(parts, "text=", order.Text is null ? null : Short(order.Text));
        Add(parts, "pairs=", order.Pairs == 0 ? null : order.Pairs);
        Add(parts, "currency=", order.Currency);
        Add(parts, "actor=", order.Actor is null ? null : Short(order.Actor));
        Add(parts, "account=", order.Account is null ? null : Short(order.Account));
        Add(parts, "effective=", order.EffectiveAt?.ToString("O", CultureInfo.InvariantCulture));
        return string.Join(' ', parts);
    }

    public static string Short(string text) => text.Length <= 20 ? text : string.Create(CultureInfo.InvariantCulture, $"({text.Length} characters)");

    private static string FlagOf(OrderKind kind) => kind switch
    {
        OrderKind.Capture => "keepOpen",
        OrderKind.Reverse => "allowOverdraft",
        OrderKind.Deposit => "earns",
        OrderKind.Transfer => "notAllowed",
        OrderKind.Erase => "includesOpen",
        _ => "flag",
    };

    private static void Add(List<string> parts, string name, object? value)
    {
        if (value is not null)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}{value}"));
        }
    }
}
