using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletKit.AspNetCore.Binding;

/// <summary>
/// Reads an amount that may be absent but not null. An absent amount may mean the whole remainder, or the rate of the day. A null is more often the mistake
/// of a client that meant a number.
/// </summary>
internal sealed class GivenAmountConverter : JsonConverter<RequestAmount?>
{
    private static readonly RequestAmountConverter s_amounts = new();

    public override bool HandleNull => true;

    public override RequestAmount? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null
            ? throw new JsonException("must be an amount, or be left out: null is neither")
            : s_amounts.Read(ref reader, typeof(RequestAmount), options);

    public override void Write(Utf8JsonWriter writer, RequestAmount? value, JsonSerializerOptions options)
    {
        if (value is { } amount)
        {
            s_amounts.Write(writer, amount, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
