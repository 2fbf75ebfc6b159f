using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using WalletKit.Model.Texts;

namespace WalletKit;

/// <summary>Makes the converter that writes <see cref="UpToTwo{T}"/> to JSON as an array, and reads it back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UpToTwoJsonConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(UpToTwo<>);
    }

    /// <inheritdoc/>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "The elements are classes, for all of which the converter has the same code.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The converter asks for no members of the element's type.")]
    [UnconditionalSuppressMessage("Trimming", "IL2071", Justification = "The converter asks for no members of the element's type.")]
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return (JsonConverter)Activator.CreateInstance(typeof(UpToTwoJsonConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
    }
}
