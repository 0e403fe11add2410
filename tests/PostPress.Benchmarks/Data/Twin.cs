using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;

namespace PostPress.Benchmarks;

/// <summary>Makes of a request of ours the same request in the classes that NSwag made of the contract: same names, other namespace.</summary>
internal static class Twin
{
    public static object Of(object ours, string ns)
    {
        var type = Type.GetType($"{ns}.{ours.GetType().Name}", throwOnError: true)!;
        var twin = Activator.CreateInstance(type)!;
        var members = type.GetProperties().Where(member => member.Name != "AdditionalProperties").ToDictionary(member => Plain(member.Name));
        foreach (var member in ours.GetType().GetProperties().Where(member => member.CanWrite && member.GetIndexParameters().Length == 0))
        {
            if (member.GetValue(ours) is { } value)
            {
                var target = members.GetValueOrDefault(Plain(member.Name)) ?? throw new InvalidOperationException($"{type} lacks {member.Name}.");
                target.SetValue(twin, Value(value, target.PropertyType, ns));
            }
        }

        return twin;
    }

    private static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    private static object Value(object value, Type type, string ns)
    {
        if (value is string or bool)
        {
            return value;
        }

        if (type.IsEnum)
        {
            var word = value.ToString();
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Single(field => field.GetCustomAttribute<EnumMemberAttribute>()?.Value == word).GetValue(null)!;
        }

        if (value is IEnumerable items)
        {
            var item = type.GetGenericArguments()[0];
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            foreach (var element in items)
            {
                list.Add(Value(element, item, ns));
            }

            return list;
        }

        return value is IConvertible number ? number.ToType(type, CultureInfo.InvariantCulture) : Of(value, ns);
    }
}
